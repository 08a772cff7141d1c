package io.graft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlainOutputTest {

    @Test
    void coloursGoAndTextStays() throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (PlainOutput out = new PlainOutput(plain)) {
            out.write("\u001b[31;1mnot\u001b[0m [red] ü\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(plain.toString(StandardCharsets.UTF_8)).isEqualTo("not [red] ü\n");
    }
}
