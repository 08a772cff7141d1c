package io.graft.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdministratorLoginTest {
    private final Map<String, String> headers = new HashMap<>();
    private final Map<String, Object> answered = new HashMap<>();
    private final AdministratorLogin login = new AdministratorLogin(
            (credentials, role) -> role.equals("admin") && credentials.equals(new BasicCredentials("admin", "secret")));

    @BeforeEach
    void headersOfTheConsoleItself() {
        headers.put("Host", "127.0.0.1:8080");
    }

    @Test
    void administratorIsLetIn() {
        give("admin:secret");
        assertThat(authenticate("GET")).isEqualTo("admin");
        assertThat(login.authorize("admin", "any")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"admin:admin", "admin:", "other:secret", "karaf:karaf"})
    void everybodyElseIsAskedForAPassword(String pair) {
        give(pair);
        assertThat(authenticate("GET")).isNull();
        assertThat(answered).containsEntry("setStatus", 401).containsKey("WWW-Authenticate");
    }

    @Test
    void withoutCredentialsThePasswordIsAskedFor() {
        assertThat(authenticate("GET")).isNull();
        assertThat(answered).containsEntry("setStatus", 401);
    }

    @ParameterizedTest
    @CsvSource({"Sec-Fetch-Site,cross-site", "Sec-Fetch-Site,same-site", "Origin,http://evil.example", "Origin,null"})
    void postOfAnotherSiteIsRefusedEvenWithThePassword(String header, String value) {
        give("admin:secret");
        headers.put(header, value);
        assertThat(authenticate("POST")).isNull();
        assertThat(answered).containsEntry("setStatus", 403);
        assertThat(authenticate("GET")).isEqualTo("admin");
    }

    @ParameterizedTest
    @CsvSource({"Sec-Fetch-Site,same-origin", "Origin,http://127.0.0.1:8080", "User-Agent,curl"})
    void postOfTheConsoleItselfAndOfProgramsIsServed(String header, String value) {
        give("admin:secret");
        headers.put(header, value);
        assertThat(authenticate("POST")).isEqualTo("admin");
    }

    private void give(String pair) {
        headers.put(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    private Object authenticate(String method) {
        answered.clear();
        HttpServletRequest request = proxy(HttpServletRequest.class, (name, args) -> switch (name) {
            case "getHeader" -> headers.get((String) args[0]);
            case "getMethod" -> method;
            case "getScheme" -> "http";
            default -> null;
        });
        HttpServletResponse response = proxy(HttpServletResponse.class, (name, args) -> {
            if (args != null) {
                answered.put(args.length == 2 ? (String) args[0] : name, args[args.length - 1]);
            }
            return null;
        });
        return login.authenticate(request, response);
    }

    private static <T> T proxy(Class<T> type, Calls calls) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, args) -> calls.call(method.getName(), args)));
    }

    private interface Calls {
        Object call(String name, Object[] args);
    }
}
