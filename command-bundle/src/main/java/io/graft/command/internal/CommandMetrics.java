package io.graft.command.internal;

import io.graft.api.metrics.Metrics;
import java.util.List;

/** The figures of core-command. */
final class CommandMetrics implements AutoCloseable {

    private final List<Metrics.Registration> gauges;

    CommandMetrics(Metrics metrics, Circuits circuits, Places places) {
        gauges = List.of(
                metrics.gauge(
                        "graft_commands_running", "Commands that are under way to device services.", places::inUse),
                metrics.gauge(
                        "graft_command_circuits_open",
                        "Device services that do not answer, so that commands to them fail at once.",
                        () -> circuits.open().size()),
                metrics.gauge(
                        "graft_command_circuit_refusals",
                        "Commands that have failed at once because their device service does not answer.",
                        circuits::refused));
    }

    @Override
    public void close() {
        gauges.forEach(Metrics.Registration::close);
    }
}
