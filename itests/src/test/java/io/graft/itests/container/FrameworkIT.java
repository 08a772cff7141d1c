package io.graft.itests.container;

import static org.junit.Assert.assertEquals;
import static org.ops4j.pax.exam.CoreOptions.options;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.service.cm.ConfigurationAdmin;

/** The assembled gateway from inside of its framework. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class FrameworkIT {
    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationAdmin configurations;

    @Configuration
    public Option[] gateway() throws IOException {
        return options(GatewayContainer.gateway());
    }

    @Test
    public void everyBundleIsActive() {
        List<String> others = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            if (bundle.getState() != (fragment ? Bundle.RESOLVED : Bundle.ACTIVE)) {
                others.add(bundle + " in state " + bundle.getState());
            }
        }
        assertEquals(List.of(), others);
    }

    @Test
    public void componentRuntimeIsTheOneWithTheRepairedReferences() {
        for (Bundle bundle : context.getBundles()) {
            if ("org.apache.felix.scr".equals(bundle.getSymbolicName())) {
                assertEquals("2.2.18", bundle.getVersion().toString());
            }
        }
    }

    @Test
    public void changedSettingRestartsNoBundleAndTakesNoServiceAway() throws Exception {
        GatewayContainer.await("the changed setting", () -> status("/health/ready") == 200);
        List<String> seen = new CopyOnWriteArrayList<>();
        BundleListener bundles = event -> {
            if (event.getType() == BundleEvent.STOPPED || event.getType() == BundleEvent.STARTED) {
                seen.add("bundle " + event.getBundle() + " " + event.getType());
            }
        };
        ServiceListener services = event -> {
            if (event.getType() == ServiceEvent.UNREGISTERING
                    && event.getServiceReference().getBundle().getSymbolicName().startsWith("io.graft.")) {
                seen.add("service " + event.getServiceReference());
            }
        };
        context.addBundleListener(bundles);
        context.addServiceListener(services);
        try {
            set("io.graft.coredata", "max.result.count", "7");
            GatewayContainer.await("the changed setting", () -> status("/core-data/api/v3/event/all?limit=8") >= 400);
            set("io.graft.coredata", "max.result.count", "1024");
            GatewayContainer.await("the changed setting", () -> status("/core-data/api/v3/event/all?limit=8") == 200);
        } finally {
            context.removeBundleListener(bundles);
            context.removeServiceListener(services);
        }
        assertEquals(List.of(), seen);
    }

    private void set(String pid, String key, String value) throws IOException {
        org.osgi.service.cm.Configuration configuration = configurations.getConfiguration(pid, null);
        Dictionary<String, Object> properties = configuration.getProperties();
        properties.put(key, value);
        configuration.update(properties);
    }

    private int status(String path) {
        return GatewayContainer.http(configurations, "GET", path, null).status();
    }
}
