package io.graft.persistence.mongo.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.bson.Document;

/**
 * Who holds a lease, so far that another process of the same machine can tell whether it is still alive.
 *
 * @param machine names the running system and the name space of its process ids; empty where that can't be told
 * @param started when the process was started, since ids are used again
 */
record Holder(String provider, String host, String machine, long pid, String started) {

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path PIDS = Path.of("/proc/self/ns/pid");

    static Holder current(String provider) {
        ProcessHandle process = ProcessHandle.current();
        return new Holder(provider, hostName(), thisMachine(), process.pid(), startOf(process));
    }

    static Holder of(Document stored) {
        return new Holder(
                text(stored, "provider"),
                text(stored, "host"),
                text(stored, "machine"),
                stored.get("pid") instanceof Number pid ? pid.longValue() : 0,
                text(stored, "started"));
    }

    Document toDocument() {
        return new Document("provider", provider)
                .append("host", host)
                .append("machine", machine)
                .append("pid", pid)
                .append("started", started);
    }

    /** Whether this is a process of this machine that has ended for certain. */
    boolean isGone() {
        return !machine.isEmpty()
                && machine.equals(thisMachine())
                && ProcessHandle.of(pid)
                        .map(process -> !startOf(process).equals(started))
                        .orElse(true);
    }

    /** Whether this is the process that asks. */
    boolean isHere() {
        Holder current = current(provider);
        return pid == current.pid
                && started.equals(current.started)
                && machine.equals(current.machine)
                && host.equals(current.host);
    }

    @Override
    public String toString() {
        return "provider " + provider + " of process " + pid + " on " + host;
    }

    private static String text(Document stored, String field) {
        return stored.get(field) instanceof String text ? text : "";
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    private static String thisMachine() {
        try {
            return Files.readString(BOOT).strip() + " " + Files.readSymbolicLink(PIDS);
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "an unknown host";
        }
    }
}
