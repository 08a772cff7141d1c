package io.graft.persistence.binding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class TargetSettingTest {

    private static final String PID = "io.graft.coredata";
    private static final String PROPERTY = "events.target";

    @TempDir
    private Path etc;

    private Map<String, Object> stored;
    private int updates;

    @Test
    void changesOnePropertyAndKeepsTheOthersWithTheirPlaceholders() throws IOException {
        stored = new HashMap<>(
                Map.of("port", "$[env:PORT]", PROPERTY, "(a=b)", "felix.fileinstall.filename", "file:/etc/x.cfg"));

        assertThat(setting().write(PID, PROPERTY, "(c=d)")).isEqualTo("(a=b)");

        assertThat(stored)
                .containsOnly(
                        Map.entry("port", "$[env:PORT]"),
                        Map.entry(PROPERTY, "(c=d)"),
                        Map.entry("felix.fileinstall.filename", "file:/etc/x.cfg"));
        assertThat(etc).isEmptyDirectory();
    }

    @Test
    void writesNothingWhereNothingChanges() throws IOException {
        stored = new HashMap<>(Map.of(PROPERTY, "(a=b)"));

        assertThat(setting().write(PID, PROPERTY, "(a=b)")).isEqualTo("(a=b)");

        assertThat(updates).isZero();
    }

    @Test
    void makesTheFileThatSomebodyHasDeleted() throws IOException {
        assertThat(setting().write(PID, PROPERTY, "(a=b)")).isNull();

        Path file = etc.resolve(PID + ".cfg");
        assertThat(file).content().contains("events.target = (a=b)");
        assertThat(stored.get("felix.fileinstall.filename"))
                .isEqualTo(file.toUri().toString());
        assertThat(setting().inFile(PID, PROPERTY, "(a=b)")).isTrue();
        assertThat(setting().inFile(PID, PROPERTY, "(c=d)")).isFalse();
        Files.delete(file);
        assertThat(setting().inFile(PID, PROPERTY, "(a=b)")).isFalse();
    }

    @Test
    void putsBackWhatWasNotThere() throws IOException {
        stored = new HashMap<>(Map.of("port", "1", PROPERTY, "(a=b)"));

        setting().write(PID, PROPERTY, null);

        assertThat(stored).containsOnlyKeys("port");
    }

    private TargetSetting setting() {
        Configuration configuration = proxy(Configuration.class, (method, args) -> switch (method) {
            case "getProperties" -> stored == null ? null : FrameworkUtil.asDictionary(new HashMap<>(stored));
            case "update" -> update((Dictionary<?, ?>) args[0]);
            default -> throw new UnsupportedOperationException(method);
        });
        return new TargetSetting(proxy(ConfigurationAdmin.class, (method, args) -> configuration), etc);
    }

    private Object update(Dictionary<?, ?> properties) {
        updates++;
        stored = new HashMap<>();
        properties.keys().asIterator().forEachRemaining(key -> stored.put((String) key, properties.get(key)));
        return null;
    }

    private interface Calls {
        Object call(String method, Object[] args);
    }

    private static <T> T proxy(Class<T> type, Calls calls) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, args) -> calls.call(method.getName(), args)));
    }
}
