package io.graft.console.internal;

import io.graft.rest.SameOrigin;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.apache.felix.webconsole.spi.SecurityProvider;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.context.ServletContextHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the gateway's administrator into the web console: HTTP Basic against the users that the shell knows too.
 * The framework property {@code felix.webconsole.security.providers} names this provider, so that the console stays
 * closed until it is there and the console's own user and password never count.
 */
@Component(property = SecurityProvider.PROPERTY_ID + "=" + AdministratorLogin.ID)
public final class AdministratorLogin implements SecurityProvider {
    static final String ID = "graft";
    static final String ROLE = "admin";

    private static final Logger LOG = LoggerFactory.getLogger(AdministratorLogin.class);
    private static final String CHALLENGE = "Basic realm=\"Graft\", charset=\"UTF-8\"";

    private final Users users;

    @Activate
    public AdministratorLogin() {
        this(new JaasUsers("karaf"));
    }

    AdministratorLogin(Users users) {
        this.users = users;
    }

    @Override
    public Object authenticate(HttpServletRequest request, HttpServletResponse response) {
        if (!SameOrigin.allows(request)) {
            LOG.warn("Refused a {} of another site to the web console: {}", request.getMethod(), request.getPathInfo());
            answer(response, HttpServletResponse.SC_FORBIDDEN);
            return null;
        }
        Optional<String> administrator = BasicCredentials.of(request.getHeader("Authorization"))
                .filter(given -> users.hasRole(given, ROLE))
                .map(BasicCredentials::user);
        if (administrator.isEmpty()) {
            response.setHeader("WWW-Authenticate", CHALLENGE);
            answer(response, HttpServletResponse.SC_UNAUTHORIZED);
            return null;
        }
        request.setAttribute(ServletContextHelper.AUTHENTICATION_TYPE, HttpServletRequest.BASIC_AUTH);
        request.setAttribute(ServletContextHelper.REMOTE_USER, administrator.get());
        return administrator.get();
    }

    @Override
    public boolean authorize(Object user, String role) {
        return true; // only administrators pass authenticate
    }

    @Override
    public void logout(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("WWW-Authenticate", CHALLENGE);
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    }

    private static void answer(HttpServletResponse response, int status) {
        response.setStatus(status);
        response.setContentLength(0);
        try {
            response.flushBuffer();
        } catch (IOException e) {
            LOG.debug("The web console's caller has gone", e);
        }
    }
}
