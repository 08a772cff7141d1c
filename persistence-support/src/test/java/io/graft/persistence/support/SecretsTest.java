package io.graft.persistence.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.persistence.StoreUnavailableException;
import org.junit.jupiter.api.Test;

class SecretsTest {

    @Test
    void usersAndPasswordsInAddressesAreBlottedOut() {
        assertThat(Secrets.blot("can't reach mongodb://joe:p/w@db:27017/x or redis://:secret@[::1]:6379"))
                .isEqualTo("can't reach mongodb://***@db:27017/x or redis://***@[::1]:6379");
        assertThat(Secrets.blot("redis://127.0.0.1:6379/0 mail@example.org"))
                .isEqualTo("redis://127.0.0.1:6379/0 mail@example.org");
    }

    @Test
    void aPlaceholderThatNothingFilledInIsNamed() {
        assertThat(Secrets.filled("password", "p$[w")).isEqualTo("p$[w");
        assertThatThrownBy(() -> Secrets.filled("password", "$[secret:redis]"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("password is $[secret:redis] in the configuration, and there is no such secret; set it");
        assertThatThrownBy(() -> Secrets.filled("user", "$[env:USER_X]")).hasMessageContaining("no such variable");
    }

    @Test
    void aCauseIsOneLine() {
        Exception failure = new IllegalStateException("pool\n  is closed", new java.io.IOException("refused\r\nby x"));

        assertThat(Causes.line(failure))
                .isEqualTo("java.lang.IllegalStateException: pool is closed, caused by java.io.IOException: refused by"
                        + " x");
    }
}
