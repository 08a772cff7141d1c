package io.graft.coredata.internal;

import io.graft.rest.Setting;
import java.util.List;

/**
 * The settings in force; immutable.
 *
 * @param port the TCP port of the service, 0 for none
 * @param persistData whether events are stored
 * @param logLevel the log level's name
 * @param busSubscribe whether events are taken from the bus
 * @param busPublish whether events that come by REST are published on the bus
 * @param eventPurge whether the events of a deleted device are deleted
 * @param maxEventSize the largest request to add an event, in KB of 1,024 bytes
 * @param maxResultCount the largest limit of a list
 * @param maxPageSize the largest page of a list, in KB of 1,024 bytes of records
 * @param retention how long events are kept
 */
record Settings(
        int port,
        boolean persistData,
        String logLevel,
        boolean busSubscribe,
        boolean busPublish,
        boolean eventPurge,
        int maxEventSize,
        int maxResultCount,
        int maxPageSize,
        RetentionSettings retention) {

    /** What holds where the configuration says nothing. */
    static final Settings DEFAULT =
            new Settings(59880, true, "INFO", true, true, false, 25_000, 1_024, 16_384, RetentionSettings.DEFAULT);

    /** The largest request to add an event, in bytes. */
    long maxEventBytes() {
        return maxEventSize * 1_024L;
    }

    /** The largest page of a list, in bytes of records. */
    long maxPageBytes() {
        return maxPageSize * 1_024L;
    }

    /** The settings under EdgeX's names, in the order of their paths. */
    List<Setting> list() {
        return List.of(
                new Setting("MaxEventSize", SettingsReader.MAX_EVENT_SIZE, true, (long) maxEventSize),
                new Setting("MessageBus/PublishEnabled", SettingsReader.BUS_PUBLISH, true, busPublish),
                new Setting("MessageBus/SubscribeEnabled", SettingsReader.BUS_SUBSCRIBE, true, busSubscribe),
                new Setting(
                        "Retention/DefaultDuration", SettingsReader.DEFAULT_DURATION, true, retention.durationText()),
                new Setting("Retention/DefaultMaxCap", SettingsReader.DEFAULT_MAX_CAP, true, retention.maxCap()),
                new Setting("Retention/DefaultMinCap", SettingsReader.DEFAULT_MIN_CAP, true, retention.minCap()),
                new Setting("Retention/Interval", SettingsReader.INTERVAL, true, retention.intervalText()),
                new Setting("Service/MaxPageSize", SettingsReader.MAX_PAGE_SIZE, true, (long) maxPageSize),
                new Setting("Service/MaxResultCount", SettingsReader.MAX_RESULT_COUNT, true, (long) maxResultCount),
                new Setting("Service/Port", SettingsReader.PORT, true, (long) port),
                new Setting("Writable/EventPurge", SettingsReader.EVENT_PURGE, true, eventPurge),
                new Setting("Writable/LogLevel", SettingsReader.LOG_LEVEL, true, logLevel),
                new Setting("Writable/PersistData", SettingsReader.PERSIST_DATA, true, persistData));
    }
}
