package io.graft.bus.broker.internal;

import java.io.IOException;
import java.security.Principal;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;

/** A realm whose users all have the password "secret", and where only "device" has the role "bus". */
public final class TestRealm implements LoginModule {

    private Subject subject;
    private CallbackHandler callbacks;
    private String user;

    /** A role, named as the framework's is. */
    record RolePrincipal(String role) implements Principal {
        @Override
        public String getName() {
            return role;
        }
    }

    @Override
    public void initialize(Subject of, CallbackHandler handler, Map<String, ?> shared, Map<String, ?> options) {
        subject = of;
        callbacks = handler;
    }

    @Override
    public boolean login() throws LoginException {
        NameCallback name = new NameCallback("name");
        PasswordCallback password = new PasswordCallback("password", false);
        try {
            callbacks.handle(new Callback[] {name, password});
        } catch (IOException | UnsupportedCallbackException e) {
            throw new LoginException(e.toString());
        }
        if (!"secret".equals(new String(password.getPassword()))) {
            throw new FailedLoginException("wrong password");
        }
        user = name.getName();
        return true;
    }

    @Override
    public boolean commit() {
        if (user.equals("device")) {
            subject.getPrincipals().add(new RolePrincipal("bus"));
        }
        return true;
    }

    @Override
    public boolean abort() {
        return true;
    }

    @Override
    public boolean logout() {
        return true;
    }
}
