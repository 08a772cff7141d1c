package io.graft.console.internal;

import java.io.IOException;
import java.util.Arrays;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.apache.karaf.jaas.boot.ProxyLoginModule;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The users of a JAAS realm. */
final class JaasUsers implements Users {
    private static final Logger LOG = LoggerFactory.getLogger(JaasUsers.class);

    private final String realm;

    JaasUsers(String realm) {
        this.realm = realm;
    }

    @Override
    public boolean hasRole(BasicCredentials credentials, String role) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // JAAS loads the realm's login module through the context class loader
        thread.setContextClassLoader(ProxyLoginModule.class.getClassLoader());
        try {
            Subject subject = new Subject();
            LoginContext login = new LoginContext(realm, subject, callbacks -> answer(callbacks, credentials));
            login.login();
            boolean granted = subject.getPrincipals(RolePrincipal.class).stream()
                    .anyMatch(principal -> role.equals(principal.getName()));
            login.logout();
            return granted;
        } catch (FailedLoginException e) {
            LOG.info("Wrong user or password for the web console: user '{}'", credentials.user());
            return false;
        } catch (LoginException | SecurityException e) {
            LOG.warn("Nobody can log in to the web console: the realm '{}' does not answer", realm, e);
            return false;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void answer(Callback[] callbacks, BasicCredentials credentials)
            throws IOException, UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                name.setName(credentials.user());
            } else if (callback instanceof PasswordCallback password) {
                char[] given = credentials.password().toCharArray();
                password.setPassword(given);
                Arrays.fill(given, ' ');
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }
}
