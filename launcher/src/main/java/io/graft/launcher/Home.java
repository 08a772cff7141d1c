package io.graft.launcher;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where a gateway keeps what is its own.
 *
 * @param root the folder named by GRAFT_HOME
 * @param runtime the copy of the distribution that this process runs from
 */
record Home(Path root, Path runtime) {

    Path etc() {
        return root.resolve("etc");
    }

    Path data() {
        return root.resolve("data");
    }

    /** The framework's own cache of bundles: made anew whenever the distribution changes. */
    Path cache() {
        return data().resolve("cache");
    }

    Path log() {
        return data().resolve("log");
    }

    Path tmp() {
        return data().resolve("tmp");
    }

    /** Files that tell about the running process. */
    Path run() {
        return data().resolve("run");
    }

    /** One file for each secret that settings refer to. */
    Path secrets() {
        return root.resolve("secrets");
    }

    Path users() {
        return etc().resolve("users.properties");
    }

    /** Makes the folders that are not there yet. */
    void prepare() throws Refusal {
        try {
            for (Path folder : new Path[] {etc(), log(), tmp(), run(), root.resolve("deploy")}) {
                Files.createDirectories(folder);
            }
            if (!Files.exists(secrets())) {
                Files.createDirectory(
                        secrets(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** The refusal that follows from a failure to read or write below the home. */
    Refusal unusable(IOException e) {
        String reason = e instanceof AccessDeniedException
                ? "permission denied"
                : e instanceof FileSystemException file && file.getReason() != null ? file.getReason() : e.getMessage();
        String what =
                e instanceof FileSystemException file && file.getFile() != null ? file.getFile() : root.toString();
        return new Refusal(
                "Can't use " + what + " (" + reason
                        + "): make it readable and writable, with space left, for this user,"
                        + " or set GRAFT_HOME to another folder.",
                e);
    }
}
