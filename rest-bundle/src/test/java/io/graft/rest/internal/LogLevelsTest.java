package io.graft.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.rest.Response;
import io.graft.rest.RestService;
import io.graft.rest.Routes;
import io.graft.rest.Setting;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class LogLevelsTest {

    @SuppressWarnings("JdkObsolete") // a configuration is a Dictionary
    private final Hashtable<String, Object> logging = new Hashtable<>();

    private int updates;

    @Test
    void setsTheLevelOfTheServicesLoggerOnlyWhenItChanges() {
        logging.put("log4j2.rootLogger.level", "INFO");
        apply("INFO");
        assertThat(updates).isZero();
        apply("debug");
        assertThat(logging)
                .containsEntry("log4j2.logger.io_graft_test.name", "io.graft.test")
                .containsEntry("log4j2.logger.io_graft_test.level", "DEBUG");
        apply("DEBUG");
        assertThat(updates).isEqualTo(1);
        apply("INFO");
        assertThat(logging).containsEntry("log4j2.logger.io_graft_test.level", "INFO");
        assertThat(updates).isEqualTo(2);
    }

    @Test
    void leavesTheLevelWhenTheSettingIsNone() {
        logging.put("log4j2.rootLogger.level", "INFO");
        apply("LOUD");
        assertThat(updates).isZero();
    }

    private void apply(String level) {
        Configuration configuration = FakeFramework.proxy(Configuration.class, (method, args) -> switch (method) {
            case "getProperties" -> logging.clone();
            case "update" -> {
                updates++;
                Dictionary<?, ?> properties = (Dictionary<?, ?>) args[0];
                properties.keys().asIterator().forEachRemaining(key -> logging.put((String) key, properties.get(key)));
                yield null;
            }
            default -> throw new UnsupportedOperationException(method);
        });
        new LogLevels(FakeFramework.proxy(ConfigurationAdmin.class, (method, args) -> configuration))
                .apply(service(level));
    }

    private static RestService service(String level) {
        return FakeFramework.proxy(RestService.class, (method, args) -> switch (method) {
            case "pid" -> "io.graft.test";
            case "settings" -> List.of(new Setting("Writable/LogLevel", "log.level", true, level));
            case "routes" ->
                Routes.builder()
                        .get("/a", "", request -> Response.envelope(200))
                        .build();
            default -> throw new UnsupportedOperationException(method);
        });
    }
}
