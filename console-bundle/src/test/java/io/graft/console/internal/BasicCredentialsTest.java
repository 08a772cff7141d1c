package io.graft.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasicCredentialsTest {

    @Test
    void passwordMayHoldColonsAndUnicode() {
        assertThat(BasicCredentials.of("Basic " + encode("admin:pä:ss")))
                .contains(new BasicCredentials("admin", "pä:ss"));
    }

    @Test
    void schemeIsCaseInsensitive() {
        assertThat(BasicCredentials.of("bASIC " + encode("admin:x"))).contains(new BasicCredentials("admin", "x"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Basic", "Basic ", "Basic !!!", "Basic YWRtaW4=", "Bearer YWRtaW46eA=="})
    void anythingElseIsNoCredentials(String header) {
        assertThat(BasicCredentials.of(header)).isEmpty();
    }

    @Test
    void passwordIsNeverPrinted() {
        assertThat(new BasicCredentials("admin", "s3cret")).hasToString("admin");
    }

    private static String encode(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
