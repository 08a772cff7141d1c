package io.graft.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.graft.itests.bundles.BundleJar;
import io.graft.itests.framework.bus.BusDriver;
import io.graft.itests.framework.consumer.GateConsumer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;

/** The bus is bound from one provider to another by its configuration, and by saying so. */
class BusBindingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAME = "io.graft.itests.bus";
    private static final String METRICS =
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="%1$s.metrics">
              <implementation class="io.graft.itests.framework.consumer.NoMetrics"/>
              <service><provide interface="io.graft.api.metrics.Metrics"/></service>
            </scr:component>
            """
                    .formatted(NAME);
    private static final String DRIVER =
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="%1$s.driver" immediate="true"
                activate="activate" deactivate="deactivate">
              <implementation class="%2$s"/>
              <service><provide interface="java.util.function.UnaryOperator"/></service>
              <reference name="bus" interface="io.graft.bus.binding.Bus" bind="bind"/>
              <reference name="binding" interface="io.graft.bus.binding.BusBinding" bind="bindBinding"/>
            </scr:component>
            """
                    .formatted(NAME, BusDriver.class.getName());

    @TempDir
    private Path folder;

    private EmbeddedFramework framework;
    private UnaryOperator<String> driver;

    @BeforeEach
    @SuppressWarnings("unchecked") // the driver's, whose texts are texts
    void start() throws Exception {
        framework = new EmbeddedFramework(folder.resolve("framework"));
        framework.startLibraries(
                "org.osgi.util.function",
                "org.osgi.util.promise",
                "org.osgi.service.component",
                "org.apache.felix.configadmin",
                "org.apache.felix.healthcheck.api",
                "jackson-core",
                "jackson-databind",
                "jackson-annotations",
                "jackson-dataformat-cbor",
                "org.apache.felix.scr");
        framework.installModule("api-bundle", "io.graft.api").start();
        framework.installModule("persistence-binding-bundle", "io.graft.persistence.binding");
        framework.installModule("bus-binding-bundle", "io.graft.bus.binding").start();
        configure("(bus.provider=a)");
        Bundle bundle = framework.install(new BundleJar(NAME, "1.0.0")
                .header(
                        "Import-Package",
                        "org.osgi.framework,io.graft.api.bus,io.graft.api.metrics,io.graft.api.model,"
                                + "io.graft.api.persistence,io.graft.bus.binding,io.graft.persistence.binding")
                .header("Service-Component", "OSGI-INF/metrics.xml, OSGI-INF/driver.xml")
                .file("OSGI-INF/metrics.xml", METRICS)
                .file("OSGI-INF/driver.xml", DRIVER)
                .packageOf(GateConsumer.class)
                .packageOf(BusDriver.class)
                .write(folder.resolve("driver.jar")));
        bundle.start();
        driver = framework.service(UnaryOperator.class, bundle);
    }

    @AfterEach
    void stop() throws Exception {
        framework.close();
    }

    @Test
    void theBusIsThereWithoutAProviderAndIsSwappedByItsConfiguration() throws Exception {
        assertThat(tell("status")).isEqualTo("- UNBOUND");
        tell("register a");
        assertThat(tell("status")).isEqualTo("a BOUND");
        tell("device a d/1");
        assertThat(tell("heard")).isEqualTo("d/1");

        configure("(bus.provider=b)");
        await().atMost(PATIENCE).until(() -> tell("status").equals("a KEPT"));
        tell("register b");
        assertThat(tell("status")).isEqualTo("b BOUND");
        assertThat(tell("subscriptions b")).isEqualTo("driver graft-replies");
        assertThat(tell("subscriptions a")).isEmpty();
        tell("device b d/2");
        assertThat(tell("heard")).isEqualTo("d/1 d/2");
        tell("acknowledge");
        assertThat(tell("acknowledged a") + tell("acknowledged b")).isEqualTo("11");

        configure("");
        configure("(bus.provider=b");
        await().atMost(PATIENCE).until(() -> tell("status").equals("b KEPT"));
        tell("device b d/3");
        assertThat(tell("heard")).isEqualTo("d/3");
    }

    @Test
    void theProviderIsChangedBySayingItsNameAndAnUnknownOneIsRefused() {
        tell("register a");
        tell("register b");

        assertThat(tell("bind b")).isEqualTo("b BOUND");
        assertThat(tell("bind a")).isEqualTo("a BOUND");
        assertThatThrownBy(() -> tell("bind nobody"))
                .hasMessageContaining("there is a, b")
                .hasMessageContaining("stays as it is");
        assertThat(tell("status")).isEqualTo("a BOUND");
    }

    @Test
    void whatAProviderThatLeavesHasDeliveredCanBeAcknowledgedAndItMayComeBack() {
        tell("register a");
        tell("device a d/1");
        CompletableFuture<String> leaving = CompletableFuture.supplyAsync(() -> tell("unregister a"));
        await().atMost(PATIENCE).until(() -> tell("status").equals("- UNBOUND"));

        tell("acknowledge");
        assertThat(leaving.join()).isEqualTo("gone");

        assertThat(tell("acknowledged a")).isEqualTo("1");
        assertThat(tell("subscriptions a")).isEmpty();
        tell("register a");
        assertThat(tell("status")).isEqualTo("a BOUND");
        assertThat(tell("subscriptions a")).contains("driver");
    }

    private String tell(String command) {
        return driver.apply(command);
    }

    private void configure(String filter) throws Exception {
        framework
                .context()
                .getService(framework.context().getServiceReference(ConfigurationAdmin.class))
                .getConfiguration("io.graft.bus", "?")
                .update(FrameworkUtil.asDictionary(Map.of("bus.target", filter)));
    }
}
