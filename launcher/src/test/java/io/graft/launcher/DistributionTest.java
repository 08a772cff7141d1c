package io.graft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionTest {
    @TempDir
    Path root;

    private Home home;

    @BeforeEach
    void firstStart() throws IOException, Refusal {
        home = new Home(root.resolve("home"), root.resolve("runtime"));
        home.prepare();
        ship("io.graft.coredata.cfg", "# comment\npersist = true\n");
        ship("scripts/init.script", "echo 1");
        assertThat(update()).isEmpty();
    }

    @Test
    void firstStartBringsEverything() throws IOException {
        assertThat(mine("io.graft.coredata.cfg")).contains("persist = true");
        assertThat(mine("scripts/init.script")).isEqualTo("echo 1");
    }

    @Test
    void untouchedFileFollowsTheDistribution() throws IOException {
        ship("io.graft.coredata.cfg", "persist = false\n");
        assertThat(update()).isEmpty();
        assertThat(mine("io.graft.coredata.cfg")).isEqualTo("persist = false\n");
    }

    @Test
    void fileThatTheFrameworkWroteAnewWithTheSameValuesCountsAsUntouched() throws IOException {
        edit("io.graft.coredata.cfg", "persist=true");
        ship("io.graft.coredata.cfg", "persist = false\n");
        assertThat(update()).isEmpty();
        assertThat(mine("io.graft.coredata.cfg")).isEqualTo("persist = false\n");
    }

    @Test
    void editedFileIsKeptSilentlyWhileTheDistributionStays() throws IOException {
        edit("io.graft.coredata.cfg", "persist = maybe");
        assertThat(update()).isEmpty();
        assertThat(mine("io.graft.coredata.cfg")).isEqualTo("persist = maybe");
        assertThat(home.etc().resolve("io.graft.coredata.cfg.new")).doesNotExist();
    }

    @Test
    void editedFileIsKeptAndTheNewOneIsLaidBesideOnce() throws IOException {
        edit("io.graft.coredata.cfg", "persist = maybe");
        ship("io.graft.coredata.cfg", "persist = false\n");
        assertThat(update()).singleElement().asString().contains("io.graft.coredata.cfg.new");
        assertThat(mine("io.graft.coredata.cfg")).isEqualTo("persist = maybe");
        assertThat(mine("io.graft.coredata.cfg.new")).isEqualTo("persist = false\n");
        assertThat(update()).isEmpty();
    }

    @Test
    void bothChangedToTheSameIsNoConflict() throws IOException {
        edit("io.graft.coredata.cfg", "persist = false");
        ship("io.graft.coredata.cfg", "persist = false\n");
        assertThat(update()).isEmpty();
        assertThat(home.etc().resolve("io.graft.coredata.cfg.new")).doesNotExist();
    }

    @Test
    void deletedFileComesBack() throws IOException {
        Files.delete(home.etc().resolve("io.graft.coredata.cfg"));
        assertThat(update()).isEmpty();
        assertThat(mine("io.graft.coredata.cfg")).contains("persist = true");
    }

    @Test
    void fileThatIsShippedNoMoreGoesUnlessItWasEdited() throws IOException {
        edit("scripts/init.script", "echo mine");
        Files.delete(home.runtime().resolve("etc/io.graft.coredata.cfg"));
        Files.delete(home.runtime().resolve("etc/scripts/init.script"));
        assertThat(update()).isEmpty();
        assertThat(home.etc().resolve("io.graft.coredata.cfg")).doesNotExist();
        assertThat(mine("scripts/init.script")).isEqualTo("echo mine");
    }

    @Test
    void fileOfTheUsersOwnIsLeftAlone() throws IOException {
        edit("my.own.cfg", "a = 1");
        ship("scripts/init.script", "echo 2");
        assertThat(update()).isEmpty();
        assertThat(mine("my.own.cfg")).isEqualTo("a = 1");
    }

    private List<String> update() throws IOException {
        return new Distribution(home).updateSettings();
    }

    private void ship(String file, String text) throws IOException {
        write(home.runtime().resolve("etc").resolve(file), text);
    }

    private void edit(String file, String text) throws IOException {
        write(home.etc().resolve(file), text);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String mine(String file) throws IOException {
        return Files.readString(home.etc().resolve(file));
    }
}
