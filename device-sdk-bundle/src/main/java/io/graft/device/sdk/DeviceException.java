package io.graft.device.sdk;

import java.util.Objects;

/** What a driver, or what it asked for, can't do. The message goes to whoever asked: it names device, value and limit. */
public final class DeviceException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Whose fault it is, and so how a command is answered. */
    public enum Reason {
        /** What was asked for is wrong: 400. */
        INVALID,
        /** Nobody there has this name: 404. */
        UNKNOWN,
        /** The device or a service can't be reached now: 503. */
        UNAVAILABLE,
        /** The device has answered with an error: 500. */
        FAILED
    }

    private final Reason reason;

    public DeviceException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** 400. */
    public static DeviceException invalid(String message) {
        return new DeviceException(Reason.INVALID, message, null);
    }

    /** 404. */
    public static DeviceException unknown(String message) {
        return new DeviceException(Reason.UNKNOWN, message, null);
    }

    /** 503. */
    public static DeviceException unavailable(String message, Throwable cause) {
        return new DeviceException(Reason.UNAVAILABLE, message, cause);
    }

    /** 500. */
    public static DeviceException failed(String message, Throwable cause) {
        return new DeviceException(Reason.FAILED, message, cause);
    }

    public Reason reason() {
        return reason;
    }
}
