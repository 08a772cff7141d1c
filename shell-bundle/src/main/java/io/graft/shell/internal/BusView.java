package io.graft.shell.internal;

import io.graft.api.bus.BusStatus;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.binding.BusBindingStatus;
import io.graft.bus.binding.BusBindingStatus.BusProvider;
import io.graft.bus.binding.BusBindingStatus.Counts;
import io.graft.bus.binding.BusBindingStatus.Subscribed;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.karaf.shell.support.table.Col;
import org.apache.karaf.shell.support.table.ShellTable;

/** How the bus is shown: as JSON with the fields of the REST API, and as tables. */
final class BusView {

    private static final int FILTERS_WIDTH = 60;

    private BusView() {}

    static void print(BusBindingStatus status, PrintStream out) {
        ShellTable providers =
                Views.table("Bus provider", "State", "Endpoint", "Clients", "Refused", "Dropped", "Detail");
        status.providers().forEach(each -> providers
                .addRow()
                .addContent(
                        (each.name() + " " + each.version()).strip(),
                        state(each, status),
                        each.status().endpoint(),
                        each.status().clients() < 0 ? "" : each.status().clients(),
                        each.status().rejected(),
                        each.status().dropped(),
                        each.status().detail()));
        providers.emptyTableText("no provider of the bus is installed").print(out, true);
        out.println();
        Counts counts = status.counts();
        ShellTable traffic = Views.table(
                "Since the start", "Published", "Now", "Failed", "Delivered", "Now", "Requests", "Open", "No reply");
        traffic.addRow()
                .addContent(
                        "by the gateway",
                        counts.published(),
                        rate(counts.publishedPerSecond()),
                        counts.failed(),
                        counts.delivered(),
                        rate(counts.deliveredPerSecond()),
                        counts.requests(),
                        counts.openRequests(),
                        counts.timeouts());
        traffic.print(out, true);
        out.println();
        ShellTable subscriptions = Views.table("Subscription", "QoS", "Kept", "Delivered", "Open", "Waiting");
        subscriptions.column(new Col("To").maxSize(FILTERS_WIDTH).wrap());
        status.subscriptions().forEach(each -> subscriptions
                .addRow()
                .addContent(
                        each.spec().name(),
                        qos(each.spec()),
                        each.spec().durable() ? "yes" : "no",
                        each.delivered(),
                        each.open() + " of " + each.spec().window(),
                        each.waiting(),
                        String.join(", ", each.spec().filters())));
        subscriptions.print(out, true);
        if (!status.problem().isEmpty()) {
            out.println(status.problem());
        }
    }

    static Map<String, Object> of(BusBindingStatus status) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("state", status.state().name());
        view.put("target", status.target());
        status.bound().ifPresent(bound -> {
            view.put("provider", bound.name());
            put(bound.status(), view);
        });
        if (!status.problem().isEmpty()) {
            view.put("problem", status.problem());
        }
        put(status.counts(), view);
        view.put(
                "subscriptions",
                status.subscriptions().stream().map(BusView::of).toList());
        view.put("providers", status.providers().stream().map(BusView::of).toList());
        return view;
    }

    private static Map<String, Object> of(BusProvider provider) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", provider.name());
        view.put("version", provider.version());
        view.put("bundle", provider.bundle());
        put(provider.status(), view);
        return view;
    }

    private static Map<String, Object> of(Subscribed subscribed) {
        SubscriptionSpec spec = subscribed.spec();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", spec.name());
        view.put("filters", spec.filters());
        view.put("qos", qos(spec));
        view.put("durable", spec.durable());
        view.put("window", spec.window());
        view.put("windowBytes", spec.windowBytes());
        view.put("delivered", subscribed.delivered());
        view.put("open", subscribed.open());
        view.put("waiting", subscribed.waiting());
        return view;
    }

    private static void put(BusStatus status, Map<String, Object> view) {
        view.put("connected", status.connected());
        view.put("endpoint", status.endpoint());
        view.put("detail", status.detail());
        if (status.clients() >= 0) {
            view.put("clients", status.clients());
        }
        view.put("received", status.received());
        view.put("dropped", status.dropped());
        view.put("rejected", status.rejected());
    }

    private static void put(Counts counts, Map<String, Object> view) {
        view.put("published", counts.published());
        view.put("publishedPerSecond", rounded(counts.publishedPerSecond()));
        view.put("publishFailures", counts.failed());
        view.put("delivered", counts.delivered());
        view.put("deliveredPerSecond", rounded(counts.deliveredPerSecond()));
        view.put("requests", counts.requests());
        view.put("openRequests", counts.openRequests());
        view.put("requestTimeouts", counts.timeouts());
        view.put("lateReplies", counts.lateReplies());
        view.put("secondReplies", counts.secondReplies());
        view.put("unknownReplies", counts.unknownReplies());
    }

    private static String state(BusProvider provider, BusBindingStatus status) {
        String bound = status.bound().filter(provider::equals).isPresent()
                ? status.state() == BusBindingStatus.State.KEPT ? "kept" : "bound"
                : "not bound";
        return provider.status().connected() ? bound : bound + ", no connection";
    }

    private static int qos(SubscriptionSpec spec) {
        return spec.qos() == Qos.AT_LEAST_ONCE ? 1 : 0;
    }

    private static String rate(double perSecond) {
        return Math.round(perSecond) + "/s";
    }

    private static double rounded(double rate) {
        return Math.round(rate * 10) / 10.0;
    }
}
