package io.graft.management.internal;

import io.graft.persistence.binding.MigrationException;
import io.graft.persistence.binding.MigrationRequest;
import io.graft.persistence.binding.MigrationStatus;
import io.graft.persistence.binding.MigrationStatus.Phase;
import io.graft.persistence.binding.Migrations;
import io.graft.persistence.binding.StoreKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One migration that is running, and what was asked for. */
final class KnownMigrations implements Migrations {

    final List<String> asked = new ArrayList<>();
    MigrationRequest started;
    MigrationException refusal;

    @Override
    public MigrationStatus start(MigrationRequest request) {
        started = request;
        return answer("start");
    }

    @Override
    public List<MigrationStatus> list() {
        return List.of(status());
    }

    @Override
    public Optional<MigrationStatus> of(String service, Optional<String> reference) {
        return Optional.of(status()).filter(status -> status.service().equals(service));
    }

    @Override
    public MigrationStatus pause(String service, Optional<String> reference) {
        return answer("pause " + service + " " + reference.orElse(""));
    }

    @Override
    public MigrationStatus resume(String service, Optional<String> reference) {
        return answer("resume " + service + " " + reference.orElse(""));
    }

    @Override
    public MigrationStatus abort(String service, Optional<String> reference) {
        return answer("abort " + service + " " + reference.orElse(""));
    }

    @Override
    public MigrationStatus rollback(String service, Optional<String> reference) {
        return answer("rollback " + service + " " + reference.orElse(""));
    }

    private MigrationStatus answer(String what) {
        if (refusal != null) {
            throw refusal;
        }
        asked.add(what);
        return status();
    }

    private static MigrationStatus status() {
        return new MigrationStatus(
                "core-data",
                "events",
                StoreKind.EVENTS,
                "embedded",
                "redis",
                Phase.COPYING,
                250,
                1_000,
                49.6,
                Optional.of(Duration.ofSeconds(15)),
                3,
                1,
                42,
                Instant.parse("2026-01-02T03:04:05Z"),
                Optional.empty(),
                Optional.empty(),
                "copies the history");
    }
}
