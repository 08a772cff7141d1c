package io.graft.bus.broker.internal.mqtt;

import io.graft.bus.broker.internal.BrokerSettings.Listening;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the realm whether a client may connect. May take a moment. */
final class Login {

    private static final Logger LOG = LoggerFactory.getLogger(Login.class);
    /** The framework's, by name: what does not run in it has other realms with other roles. */
    private static final String ROLE = "RolePrincipal";

    private Login() {}

    /** Whether there is such a user with this password, who has the role if one is asked for. */
    static boolean permits(Listening listening, String user, byte[] password) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // JAAS loads the realm's login module through the context class loader
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        try {
            Subject subject = new Subject();
            LoginContext login =
                    new LoginContext(listening.realm(), subject, callbacks -> answer(callbacks, user, password));
            login.login();
            boolean granted = listening.role().isEmpty()
                    || subject.getPrincipals().stream()
                            .anyMatch(each -> each.getClass().getSimpleName().equals(ROLE)
                                    && each.getName().equals(listening.role()));
            login.logout();
            if (!granted) {
                LOG.debug("user '{}' may not use the bus: the role {} is missing", user, listening.role());
            }
            return granted;
        } catch (FailedLoginException e) {
            LOG.debug("wrong user or password for the bus: user '{}'", user);
            return false;
        } catch (LoginException | SecurityException e) {
            LOG.warn(
                    "nobody can log in to the bus: the realm '{}' does not answer: {}",
                    listening.realm(),
                    e.toString());
            return false;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void answer(Callback[] callbacks, String user, byte[] password)
            throws IOException, UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                name.setName(user);
            } else if (callback instanceof PasswordCallback asked) {
                char[] given = new String(password, java.nio.charset.StandardCharsets.UTF_8).toCharArray();
                asked.setPassword(given);
                Arrays.fill(given, ' ');
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }
}
