package io.graft.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** The one user of shell and web console. There is no default password: the first start makes one. */
final class Administrator {
    static final String NAME = "admin";

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private Administrator() {}

    /** Makes the file of users if there is none. */
    static void ensure(Home home) throws IOException {
        Path users = home.users();
        if (Files.exists(users)) {
            return;
        }
        byte[] random = new byte[18];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().encodeToString(random);
        Path made = Files.createTempFile(home.etc(), "users", ".tmp", OWNER_ONLY);
        Files.writeString(
                made,
                """
                # Who may use the shell and the web console: <user> = <password>,<role or group>,...
                # A changed password counts at the next login. Delete this file to get a new one at the next start.
                %s = %s,_g_:admingroup
                _g_\\:admingroup = group,admin,manager,viewer,systembundles,ssh
                """
                        .formatted(NAME, password));
        Files.move(made, users, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The administrator's password as the file has it. */
    static String password(Home home) throws IOException, Refusal {
        String entry = Settings.read(home.etc(), "users.properties").text(NAME, "");
        int comma = entry.indexOf(',');
        if (comma <= 0) {
            throw new Refusal("There is no user '" + NAME + "' in " + home.users()
                    + ": add it, or delete the file and start the gateway again to get a new one.");
        }
        return entry.substring(0, comma);
    }
}
