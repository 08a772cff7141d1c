package io.graft.certification.internal;

import io.graft.rest.RestService;
import io.graft.rest.Routes;
import io.graft.rest.Setting;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Certification over REST. */
@Component(service = RestService.class)
public final class CertificationService implements RestService {

    private final Routes routes;

    /** Called by the framework. */
    @Activate
    public CertificationService(@Reference Certifier certifier) {
        routes = new CertificationRoutes(certifier).routes();
    }

    @Override
    public String name() {
        return "gateway-certification";
    }

    @Override
    public String pid() {
        return CertificationConfig.PID;
    }

    @Override
    public int port() {
        return 0;
    }

    @Override
    public Routes routes() {
        return routes;
    }

    @Override
    public List<Setting> settings() {
        return List.of();
    }
}
