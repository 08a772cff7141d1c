package io.graft.benchmarks.internal.report;

/** The rows of the table: what EdgeX was measured at on such a machine, and what Graft aims at. */
public enum Goal {
    INGEST(
            "POST, 32 connections",
            "2,400/s, p50 12.9 ms, p99 21 ms, durable",
            "5,300/s, p99 15 ms, not durable; 4,100/s, p99 19 ms forced",
            "≥ 20,000/s durable, p99 ≤ 10 ms"),
    NEWEST(
            "newest 20 with exact total, 1 connection, p50",
            "48 ms at 340,000 events",
            "6.2 ms",
            "≤ 1 ms at 1 million (p99 ≤ 5 ms)"),
    NEWEST_32(
            "the same, 32 connections", "25/s (hangs with its default of database connections)", "860/s", "≥ 8,000/s"),
    OFFSET("page at offset 400,000, p50", "173 ms", "4.6 ms", "≤ 3 ms"),
    DELETE(
            "DELETE of 100,000 events of one device, 32 connections ingesting",
            "gone for callers in 66 ms, really gone in 1.1 s",
            "27 s",
            "gone for callers in ≤ 50 ms, really gone in ≤ 1 s, no ingest answer slower than 50 ms"),
    DEVICES("POST of 1,000 devices, one a request, 1 connection", "770/s", "–", "≥ 2,000/s, durable"),
    COMMANDS(
            "GET of a device's resource through core-command, 1 connection, against the device service directly",
            "–",
            "–",
            "≤ 2 ms more at p99"),
    BY_ID("event by id, p50", "23 ms", "0.5 ms", "≤ 0.5 ms"),
    BYTES("bytes per one-reading event, indexes included", "300 on disk", "2,140 in memory", "≤ 200 on disk"),
    MEMORY(
            "memory, idle / under load",
            "services 46 MB, PostgreSQL 75–370 MB, broker 8 MB",
            "services 34 MB, Redis 2.1 GB per million events",
            "≤ 200 / ≤ 300 MB RSS for the whole gateway"),
    READY("ready after start", "under 0.1 s per service, with the database up", "the same", "≤ 4 s"),
    BY_DEVICE("newest 20 of a device with exact total, p50", "–", "–", "–"),
    RANGE("100 readings of a device in a time range, with exact total, p50", "–", "–", "–"),
    DISK("forced write of 4 KiB on this disk, p50", "–", "–", "–");

    private final String what;
    private final String postgres;
    private final String redis;
    private final String aim;

    Goal(String what, String postgres, String redis, String aim) {
        this.what = what;
        this.postgres = postgres;
        this.redis = redis;
        this.aim = aim;
    }

    public String what() {
        return what;
    }

    String postgres() {
        return postgres;
    }

    String redis() {
        return redis;
    }

    String aim() {
        return aim;
    }
}
