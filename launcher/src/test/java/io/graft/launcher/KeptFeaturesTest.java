package io.graft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFeaturesTest {
    @TempDir
    Path root;

    private Home home;

    @BeforeEach
    void prepare() throws IOException, Refusal {
        home = new Home(root, root.resolve("runtime"));
        home.prepare();
        Files.writeString(
                home.etc().resolve("org.apache.karaf.features.cfg"),
                """
                featuresRepositories = mvn:io.graft/io.graft.features/1/xml/features, mvn:a/standard/4/xml/features
                featuresBoot = scr/4.4.10, graft/1.0.0
                """);
    }

    @Test
    void whatTheUserAddedIsNotedAndWhatIsShippedIsNot() throws IOException {
        cache(
                """
                {"bootDone": true,
                 "features": {"root": ["feature:scr/[4.4.10,4.4.10]", "feature:graft/[1.0.0,1.0.0]",
                   "feature:my-provider/[2.1.0,2.1.0]", "feature:other"]},
                 "installed": {"root": ["scr/4.4.10", "jline/3.30.6"]},
                 "repositories": ["mvn:a/standard/4/xml/features", "file:/opt/my%20provider/features.xml"]}
                """);
        note();
        assertThat(home.data().resolve("features.kept"))
                .hasContent(
                        "repository file:/opt/my%20provider/features.xml\nfeature my-provider 2.1.0\nfeature other");
    }

    @Test
    void nothingIsNotedWithoutACache() throws IOException {
        note();
        assertThat(home.data().resolve("features.kept")).doesNotExist();
    }

    @Test
    void nothingIsNotedWhenNothingWasAdded() throws IOException {
        cache("{\"features\": {\"root\": [\"feature:scr/[4.4.10,4.4.10]\"]}, \"repositories\": []}");
        note();
        assertThat(home.data().resolve("features.kept")).doesNotExist();
    }

    private void note() throws IOException {
        new KeptFeatures(home).note(home.cache(), Settings.read(home.etc(), "org.apache.karaf.features.cfg"));
    }

    private void cache(String json) throws IOException {
        Path state = home.cache().resolve("bundle19/data/state.json");
        Files.createDirectories(state.getParent());
        Files.writeString(state, json);
    }
}
