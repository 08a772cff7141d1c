package io.graft.itests.framework;

import io.graft.itests.bundles.BundleJar;
import io.graft.itests.framework.consumer.Binder;
import io.graft.itests.framework.consumer.GateConsumer;
import java.io.IOException;
import java.nio.file.Path;

/** Makes a bundle of the consumer's classes. */
final class ConsumerBundle {
    /** Also the PID of its configuration. */
    static final String NAME = "io.graft.itests.consumer";

    private static final String CONSUMER =
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="%1$s" immediate="true"
                activate="activate" modified="modified">
              <implementation class="%2$s"/>
              <service>
                <provide interface="java.util.function.Consumer"/>
                <provide interface="java.util.function.Predicate"/>
                <provide interface="java.util.function.IntSupplier"/>
                <provide interface="io.graft.persistence.binding.BoundService"/>
              </service>
              <reference name="stores" interface="io.graft.api.persistence.EventStore" cardinality="0..n"
                  policy="dynamic" bind="bind" unbind="unbind" updated="bind"/>
            </scr:component>
            """
                    .formatted(NAME, GateConsumer.class.getName());

    private static final String BINDER =
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="%1$s.binder" immediate="true">
              <implementation class="%2$s"/>
              <service>
                <provide interface="java.util.function.BiFunction"/>
                <provide interface="java.util.function.Supplier"/>
              </service>
              <reference name="bindings" interface="io.graft.persistence.binding.Bindings" bind="bind"/>
            </scr:component>
            """
                    .formatted(NAME, Binder.class.getName());

    private ConsumerBundle() {}

    static void write(Path jar) throws IOException {
        new BundleJar(NAME, "1.0.0")
                .header(
                        "Import-Package",
                        "io.graft.api.metrics,io.graft.api.model,io.graft.api.persistence,io.graft.persistence.binding")
                .header("Service-Component", "OSGI-INF/consumer.xml, OSGI-INF/binder.xml")
                .file("OSGI-INF/consumer.xml", CONSUMER)
                .file("OSGI-INF/binder.xml", BINDER)
                .packageOf(GateConsumer.class)
                .write(jar);
    }
}
