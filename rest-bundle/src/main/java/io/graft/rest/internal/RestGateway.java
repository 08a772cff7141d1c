package io.graft.rest.internal;

import io.graft.rest.GatewayApi;
import io.graft.rest.RestService;
import io.graft.rest.internal.health.HealthBoard;
import io.graft.rest.internal.metrics.MetricsRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of all REST services. It sees every request to the HTTP server before any servlet does: what comes through a
 * service's own port is that service's and nobody else's; what comes through the common port and begins with a
 * service's name is that service's too; what is asked there without a name is the service {@code gateway}'s or one of
 * those that are called {@code gateway-} and more; the rest goes on to the other servlets.
 */
@Component(
        service = {Preprocessor.class, GatewayApi.class},
        immediate = true,
        configurationPid = "io.graft.rest")
@Designate(ocd = RestConfiguration.class)
public final class RestGateway implements Preprocessor, GatewayApi {

    private static final Logger LOG = LoggerFactory.getLogger(RestGateway.class);
    private static final String GATEWAY = "gateway";

    private final MetricsRegistry metrics;
    private final CommonEndpoints common;
    private final Dispatcher dispatcher;
    private final OwnPorts ports;
    private final LogLevels logLevels;
    private final ServedService gateway;
    private final ServedService absent;
    private final Map<String, ServedService> services = new ConcurrentHashMap<>();
    private volatile RestSettings settings;

    @Activate
    public RestGateway(
            BundleContext context,
            RestConfiguration config,
            @Reference MetricsRegistry metrics,
            @Reference HealthBoard health,
            @Reference ConfigurationAdmin configurations) {
        this.settings = RestConfiguration.Checked.of(config);
        this.metrics = metrics;
        this.common = new CommonEndpoints(
                context.getBundle().getVersion().toString(), metrics, new HealthEndpoints(health, this::missing));
        this.dispatcher = new Dispatcher(settings);
        this.ports = new OwnPorts(context, settings);
        this.logLevels = new LogLevels(configurations);
        this.gateway = new ServedService(GATEWAY, null, List.of(), common.observation(), metrics);
        this.absent = new ServedService(GATEWAY, null, List.of(), common.forAbsentService(), metrics);
    }

    @Modified
    void modified(RestConfiguration config) {
        try {
            settings = RestConfiguration.Checked.of(config);
        } catch (IllegalArgumentException e) {
            LOG.error("The configuration io.graft.rest is not taken, the settings before stay: {}", e.getMessage());
            return;
        }
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
        String name = service.name();
        services.compute(name, (n, before) -> {
            // What it is asked for by requests is built once; its port and its settings may change.
            return before != null && before.owner() == service ? before : served(service);
        });
        ports.open(name, service.pid(), service.port());
        logLevels.apply(service);
    }

    void unbind(RestService service) {
        // Its successor may be there already, and keeps the port.
        ServedService left =
                services.computeIfPresent(service.name(), (name, served) -> served.owner() == service ? null : served);
        if (left == null) {
            ports.shut(service.name());
        }
    }

    private ServedService served(RestService service) {
        return new ServedService(
                service.name(),
                service,
                List.of(service.routes(), common.forService(service)),
                common.observation(),
                metrics);
    }

    /** The services that a ready gateway has and this one has not. */
    private List<String> missing() {
        return settings.readyServices().stream()
                .filter(name -> !services.containsKey(name) || !ports.isOpen(name))
                .toList();
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
        if (service == null && settings.readyServices().contains(first)) {
            service = absent;
        }
        int prefix = slash < 0 ? path.length() : slash;
        if (service == null && path.startsWith(ServedService.API)) {
            service = ofGateway(path, 0);
            prefix = 0;
        }
        if (service != null) {
            dispatcher.serve(service, prefix, asked, answer);
        } else if (gateway.routes().match("GET", path, 0) != null) {
            dispatcher.serve(gateway, 0, asked, answer);
        } else {
            chain.doFilter(request, response);
        }
    }

    @Override
    public void serve(HttpServletRequest request, HttpServletResponse response, int from) throws IOException {
        ServedService service = ofGateway(request.getRequestURI(), from);
        dispatcher.serve(service == null ? absent : service, from, request, response);
    }

    /** The one of the gateway's own services that has such a path; the first of them where none has. */
    private ServedService ofGateway(String path, int from) {
        ServedService first = services.get(GATEWAY);
        if (first != null && !first.routes().methods(path, from).isEmpty()) {
            return first;
        }
        return services.values().stream()
                .filter(service -> service.name().startsWith(GATEWAY + "-"))
                .filter(service -> !service.routes().methods(path, from).isEmpty())
                .findFirst()
                .orElse(first);
    }

    private void serveOwn(String owner, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ServedService service = services.get(owner);
        dispatcher.serve(service == null ? absent : service, 0, request, response);
    }
}
