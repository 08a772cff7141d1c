package io.graft.rest.internal;

import io.graft.api.metrics.Metrics;
import io.graft.rest.RestService;
import io.graft.rest.Routes;
import io.graft.rest.internal.metrics.MetricsRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.whiteboard.Preprocessor;

/**
 * The door of all REST services. It sees every request to the HTTP server before any servlet does: what comes through a
 * service's own port is that service's and nobody else's; what comes through the common port and begins with a
 * service's name is that service's too; the rest goes on to the other servlets.
 */
@Component(service = Preprocessor.class, immediate = true, configurationPid = "io.graft.rest")
@Designate(ocd = RestConfiguration.class)
public final class RestGateway implements Preprocessor {

    private static final String GATEWAY = "gateway";

    private final Metrics metrics;
    private final CommonEndpoints common;
    private final Dispatcher dispatcher;
    private final OwnPorts ports;
    private final ServedService gateway;
    private final Map<String, ServedService> services = new ConcurrentHashMap<>();
    private volatile RestSettings settings;

    @Activate
    public RestGateway(BundleContext context, RestConfiguration config, @Reference MetricsRegistry metrics) {
        this.settings = RestConfiguration.Checked.of(config);
        this.metrics = metrics;
        this.common = new CommonEndpoints(metrics);
        this.dispatcher = new Dispatcher(settings);
        this.ports = new OwnPorts(context, settings);
        this.gateway = new ServedService(GATEWAY, Routes.builder().build(), common.observation(), metrics);
    }

    @Modified
    void modified(RestConfiguration config) {
        settings = RestConfiguration.Checked.of(config);
        dispatcher.configure(settings);
        ports.configure(settings);
    }

    @Deactivate
    void deactivate() {
        ports.close();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, updated = "update")
    void bind(RestService service) {
        update(service);
    }

    void update(RestService service) {
        services.put(
                service.name(),
                new ServedService(service.name(), service.routes(), common.forService(service), metrics));
        ports.open(service.name(), service.pid(), service.port());
    }

    void unbind(RestService service) {
        ports.shut(service.name());
        services.remove(service.name());
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        Optional<String> owner = OwnPorts.ownerOf(asked);
        if (owner.isPresent()) {
            serveOwn(owner.get(), asked, answer);
            return;
        }
        String path = asked.getRequestURI();
        int slash = path.indexOf('/', 1);
        String first = slash < 0 ? path.substring(Math.min(1, path.length())) : path.substring(1, slash);
        ServedService service = services.get(first);
        if (service != null) {
            dispatcher.serve(service, slash < 0 ? path.length() : slash, asked, answer);
        } else if (gateway.routes().match("GET", path, 0) != null) {
            dispatcher.serve(gateway, 0, asked, answer);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void serveOwn(String owner, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ServedService service = services.get(owner);
        dispatcher.serve(service == null ? gateway : service, 0, request, response);
    }
}
