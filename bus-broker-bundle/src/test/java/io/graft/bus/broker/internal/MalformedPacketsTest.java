package io.graft.bus.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.tck.Heard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that no client sends: they end their own connection at most, and nobody else notices. */
class MalformedPacketsTest {

    private static final int ROUNDS = 300;

    @TempDir
    Path directory;

    private Broker broker;

    @BeforeEach
    void open() {
        broker = TestBroker.open(TestBroker.settings(0), directory);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void anyBytesEndTheirOwnConnectionAtMost() throws Exception {
        long seed = Long.getLong("graft.seed", new Random().nextLong());
        System.out.println("seed " + seed + " (give it with -Dgraft.seed)");
        Random random = new Random(seed);
        Heard heard = Heard.acknowledging();
        broker.subscribe(SubscriptionSpec.durable("all", "fuzz/good"), heard);
        try (RawClient good = new RawClient(broker.port())) {
            good.connect("good", true, 0).read(RawClient.CONNACK);
            for (int round = 1; round <= ROUNDS; round++) {
                try (RawClient bad = new RawClient(broker.port())) {
                    attack(bad, random);
                }
                if (round % 10 == 0) {
                    good.publish(round, "fuzz/good", "still here");
                    assertThat(good.read(RawClient.PUBACK).number(0)).isEqualTo(round);
                }
            }
        }
        assertThat(heard.texts()).hasSize(ROUNDS / 10).containsOnly("still here");
    }

    private static void attack(RawClient bad, Random random) throws IOException {
        try {
            if (random.nextInt(4) > 0) {
                bad.connect("bad" + random.nextInt(3), random.nextBoolean(), random.nextInt(3));
            }
            for (int i = random.nextInt(3); i >= 0; i--) {
                bad.writeRaw(random.nextBoolean() ? anything(random) : mutated(random));
            }
        } catch (IOException ended) {
            assertThat(ended)
                    .as("the broker has ended the connection")
                    .hasMessageMatching("(?i).*(reset|pipe|abort).*");
        }
    }

    private static byte[] anything(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Packets that were right before a byte or two were changed. */
    private static byte[] mutated(Random random) throws IOException {
        byte[][] right = {
            packet(0x32, RawClient.body(body -> {
                RawClient.text(body, "fuzz/bad");
                body.writeShort(9);
                body.writeBytes("payload");
            })),
            packet(0x82, RawClient.body(body -> {
                body.writeShort(9);
                RawClient.text(body, "fuzz/#");
                body.writeByte(1);
            })),
            packet(0xa2, RawClient.body(body -> {
                body.writeShort(9);
                RawClient.text(body, "fuzz/#");
            })),
            packet(0x10, RawClient.body(body -> {
                RawClient.text(body, "MQTT");
                body.write(new byte[] {5, 2, 0, 0, 0});
                RawClient.text(body, "bad");
            })),
            packet(0xe0, new byte[] {0x04, 0x05, 0x11, 0, 0, 0, 1}),
            packet(0x62, new byte[] {0, 9}),
            packet(0xc0, new byte[0]),
        };
        byte[] packet = right[random.nextInt(right.length)];
        for (int i = random.nextInt(3); i > 0; i--) {
            packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
        }
        return packet;
    }

    private static byte[] packet(int header, byte[] body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(header);
        packet.write(body.length);
        packet.writeBytes(body);
        return packet.toByteArray();
    }
}
