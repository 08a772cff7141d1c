package io.graft.rest.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.launch.Framework;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.cm.SynchronousConfigurationListener;

/** Beside the Config Admin and the File Install of the gateway, which looks at the files much more often than there. */
class SettingsFilesTest {

    private static final String PID = "io.graft.some";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private Path etc;
    private Path file;
    private Framework framework;
    private ConfigurationAdmin configurations;

    @BeforeEach
    void startFramework() throws Exception {
        etc = Files.createDirectory(directory.resolve("etc"));
        file = etc.resolve(PID + ".cfg");
        framework = new FrameworkFactory()
                .newFramework(new HashMap<>(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        directory.resolve("storage").toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        "org.osgi.service.cm;version=1.6.1",
                        "home",
                        "/var/graft",
                        "felix.fileinstall.dir",
                        etc.toString(),
                        "felix.fileinstall.filter",
                        ".*\\.cfg",
                        "felix.fileinstall.poll",
                        "10",
                        "felix.fileinstall.noInitialDelay",
                        "true",
                        "felix.fileinstall.enableConfigSave",
                        "false")));
        framework.start();
        for (String library : List.of(
                "org.osgi.util.function",
                "org.osgi.util.promise",
                "org.apache.felix.configadmin",
                "org.apache.felix.fileinstall")) {
            install(library);
        }
        BundleContext context = framework.getBundleContext();
        configurations = context.getService(context.getServiceReference(ConfigurationAdmin.class));
        context.registerService(
                SynchronousConfigurationListener.class, new SettingsFiles(context, configurations), null);
    }

    private void install(String library) throws BundleException {
        String jar = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(path -> Path.of(path).getFileName().toString().matches(library + "-[0-9.]+\\.jar"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(library + " is not in the class path"));
        Bundle bundle =
                framework.getBundleContext().installBundle(Path.of(jar).toUri().toString());
        bundle.start();
    }

    @AfterEach
    void stopFramework() throws Exception {
        framework.stop();
        framework.waitForStop(30_000);
    }

    @Test
    void whatIsSetIsInTheFileAtOnceWithItsCommentsAndPlaceholders() throws Exception {
        read("# The first\nfirst = 1\n\n# The second\nsecond = ${home}/data\n");
        assertThat(settings().get("second")).isEqualTo("/var/graft/data");

        set("first", "2");
        assertThat(file).hasContent("# The first\nfirst = 2\n\n# The second\nsecond = ${home}/data\n");

        set("third", "3");
        assertThat(Files.readAllLines(file)).contains("first = 2", "second = ${home}/data", "third = 3");

        Dictionary<String, Object> less = settings();
        less.remove("first");
        configuration().update(less);
        assertThat(Files.readString(file)).doesNotContain("first = ");
    }

    @Test
    void nothingThatIsSetIsEverLostWhileFilesAreReadAllTheTime() throws Exception {
        StringBuilder text = new StringBuilder("counter = 0\nport = 1234\n");
        for (int i = 0; i < 40; i++) {
            text.append("# Setting ").append(i).append("\nsetting.").append(i).append(" = some value\n");
        }
        read(text.toString());
        List<String> lost = new CopyOnWriteArrayList<>();
        ManagedService service = properties -> {
            if (properties == null || properties.get("port") == null) {
                lost.add("all but " + properties);
            }
        };
        framework
                .getBundleContext()
                .registerService(
                        ManagedService.class, service, FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_PID, PID)));
        for (int i = 1; i <= 150; i++) {
            set("counter", Integer.toString(i));
            assertThat(Files.readAllLines(file)).contains("port = 1234", "setting.39 = some value");
        }
        // File Install may have read the counter before the last one, and then reads the last one too.
        await().atMost(PATIENCE).until(() -> Files.readAllLines(file)
                .contains("counter = " + settings().get("counter")));
        assertThat(lost).isEmpty();
    }

    @Test
    void whatAnAdministratorWritesCountsAndIsLeftAsItIsWritten() throws Exception {
        read("a = 1\n");
        String edited = "b =   2\n# The end";
        Path part = etc.resolve("part");
        Files.writeString(part, edited);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        await().atMost(PATIENCE)
                .until(() ->
                        settings().get("a") == null && "2".equals(settings().get("b")));
        assertThat(file).hasContent(edited);
    }

    @Test
    void theFileGoesWithItsConfigurationAndNoneIsMadeForOthers() throws Exception {
        read("a = 1\n");
        configuration().delete();
        assertThat(file).doesNotExist();

        configurations.getConfiguration("other", "?").update(FrameworkUtil.asDictionary(Map.of("a", "1")));
        assertThat(etc).isEmptyDirectory();
    }

    @Test
    void theFileKeepsItsPermissionsAndALinkItsTarget() throws Exception {
        read("a = 1\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path target = directory.resolve("elsewhere.cfg");
        Files.move(file, target);
        Files.createSymbolicLink(file, target);

        set("a", "2");
        assertThat(file).isSymbolicLink();
        assertThat(target).hasContent("a = 2\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-r-----");
        try (var left = Files.list(directory)) {
            assertThat(new ArrayList<>(
                            left.map(Path::getFileName).map(Path::toString).toList()))
                    .containsExactlyInAnyOrder("etc", "storage", "elsewhere.cfg");
        }
    }

    /** Lets File Install read a file. */
    private void read(String text) throws IOException {
        Path part = etc.resolve("part");
        Files.writeString(part, text);
        Files.move(part, file);
        await().atMost(PATIENCE).until(() -> configuration().getProperties() != null);
    }

    private Configuration configuration() throws IOException {
        return configurations.getConfiguration(PID, "?");
    }

    private Dictionary<String, Object> settings() throws IOException {
        return configuration().getProperties();
    }

    private void set(String key, String value) throws IOException {
        Dictionary<String, Object> settings = settings();
        settings.put(key, value);
        configuration().update(settings);
    }
}
