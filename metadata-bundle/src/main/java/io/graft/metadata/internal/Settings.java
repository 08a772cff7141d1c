package io.graft.metadata.internal;

import java.time.Duration;

/**
 * The settings in force.
 *
 * @param port the TCP port; 0 for none
 * @param maxResultCount the most items in one answer
 * @param maxRequestBytes the largest body of a request
 * @param strictProfileChanges whether profiles must not be replaced, nor lose resources or commands
 * @param strictProfileDeletes whether profiles must not be deleted
 * @param unitValidation whether units of resources must be known ones
 * @param unitsFile where the known units are; empty for those that come with the gateway
 * @param maxDevices the most devices; 0 for no limit
 * @param maxResources the most resources that devices use in all; 0 for no limit
 * @param requestTimeout how long a device service may take to validate a device
 * @param deviceValidation whether device services are asked to validate devices
 * @param logLevel the level of the log
 */
public record Settings(
        int port,
        int maxResultCount,
        long maxRequestBytes,
        boolean strictProfileChanges,
        boolean strictProfileDeletes,
        boolean unitValidation,
        String unitsFile,
        long maxDevices,
        long maxResources,
        Duration requestTimeout,
        boolean deviceValidation,
        String logLevel) {

    Settings withUnitsFile(String otherUnitsFile) {
        return new Settings(
                port,
                maxResultCount,
                maxRequestBytes,
                strictProfileChanges,
                strictProfileDeletes,
                unitValidation,
                otherUnitsFile,
                maxDevices,
                maxResources,
                requestTimeout,
                deviceValidation,
                logLevel);
    }
}
