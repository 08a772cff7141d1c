package io.graft.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    Path root;

    private Home home;

    @BeforeEach
    void prepare() throws Refusal {
        home = new Home(root.resolve("a home with spaces"), root.resolve("runtime"));
        home.prepare();
    }

    @Test
    void passwordIsMadeOnceAndReadableByTheOwnerOnly() throws IOException, Refusal {
        Administrator.ensure(home);
        String password = Administrator.password(home);
        assertThat(password).hasSizeGreaterThanOrEqualTo(24);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.users())))
                .isEqualTo("rw-------");
        Administrator.ensure(home);
        assertThat(Administrator.password(home)).isEqualTo(password);
    }

    @Test
    void secretsAreTheOwnersOnlyUnlessTheFolderIsThereAlready() throws IOException, Refusal {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.secrets())))
                .isEqualTo("rwx------");
        Files.setPosixFilePermissions(home.secrets(), PosixFilePermissions.fromString("rwxr-x---"));
        home.prepare();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.secrets())))
                .isEqualTo("rwxr-x---");
    }

    @Test
    void everyHomeGetsAPasswordOfItsOwn() throws IOException, Refusal {
        Home other = new Home(root.resolve("other"), root.resolve("runtime"));
        other.prepare();
        Administrator.ensure(home);
        Administrator.ensure(other);
        assertThat(Administrator.password(home)).isNotEqualTo(Administrator.password(other));
    }

    @Test
    void usersWithoutAnAdministratorAreSaidSo() throws IOException {
        Files.writeString(home.users(), "somebody = secret,viewer\n");
        assertThatThrownBy(() -> Administrator.password(home))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no user 'admin'")
                .hasMessageNotContaining("secret");
    }

    @Test
    void hostKeyIsMadeOnceAndItsPublicPartIsKnown() throws IOException, Refusal {
        HostKey.ensure(home);
        Path secret = home.etc().resolve("host.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        var key = HostKey.expected(home);
        HostKey.ensure(home);
        assertThat(HostKey.expected(home)).isEqualTo(key);
    }

    @Test
    void secondProcessOnTheSameHomeIsRefusedInOneSentence() throws IOException, Refusal, InterruptedException {
        try (HomeLock lock = HomeLock.take(home)) {
            assertThat(lock).isNotNull();
            Process second = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            "serve",
                            home.root().toString(),
                            home.runtime().toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(second.waitFor()).isEqualTo(1);
            assertThat(said.strip().lines())
                    .singleElement()
                    .asString()
                    .startsWith("graft: A gateway runs on " + home.root())
                    .contains(Long.toString(ProcessHandle.current().pid()));
        }
        HomeLock.take(home).close();
    }

    @Test
    void fileWhereTheHomeShouldBeIsSaidSo() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "");
        assertThatThrownBy(() -> new Home(file, home.runtime()).prepare())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("GRAFT_HOME");
    }
}
