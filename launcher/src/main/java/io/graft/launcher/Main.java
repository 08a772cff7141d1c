package io.graft.launcher;

import java.nio.file.Path;

/** Entry point: {@code serve <home> <runtime>} or {@code shell <home> <runtime> <command>}. */
public final class Main {

    private Main() {}

    /**
     * Serves until stopped, or runs one shell command and ends with its success.
     *
     * @param args what to do, the gateway's home, the folder that this runs from, and the shell command if any
     * @throws InterruptedException if the process is told to end while it waits
     */
    public static void main(String[] args) throws InterruptedException {
        Home home = new Home(Path.of(args[1]), Path.of(args[2]));
        try {
            if (args[0].equals("shell")) {
                System.exit(new Shell(home).run(args[3]));
            }
            new Gateway(home, System.out).serve();
            System.exit(0);
        } catch (Refusal refusal) {
            System.err.println("graft: " + refusal.getMessage());
            System.exit(1);
        }
    }
}
