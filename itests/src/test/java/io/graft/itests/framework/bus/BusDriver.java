package io.graft.itests.framework.bus;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.Delivery;
import io.graft.api.bus.MessageBus;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.BusBinding;
import io.graft.bus.binding.BusBindingStatus;
import io.graft.bus.binding.BusBindingStatus.BusProvider;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** A service on the bus, and its providers, driven by the test in types of the JDK. */
public final class BusDriver implements UnaryOperator<String> {
    private final Map<String, OneBus> buses = new ConcurrentHashMap<>();
    private final Map<String, ServiceRegistration<?>> registrations = new ConcurrentHashMap<>();
    private final List<Delivery> heard = new CopyOnWriteArrayList<>();
    private BundleContext context;
    private BusSubscription subscription;
    private volatile Bus bus;
    private volatile BusBinding binding;

    public void bind(Bus service) {
        bus = service;
    }

    public void bindBinding(BusBinding service) {
        binding = service;
    }

    public void activate(BundleContext own) {
        context = own;
        subscription = bus.subscribe(SubscriptionSpec.durable("driver", "d/#"), heard::add);
    }

    public void deactivate() {
        subscription.close();
    }

    /** Does what a word says with what follows it. */
    @Override
    public String apply(String command) {
        String[] words = command.split(" ");
        return switch (words[0]) {
            case "register" -> register(words[1]);
            case "unregister" -> {
                registrations.remove(words[1]).unregister();
                yield "gone";
            }
            case "device" -> {
                buses.get(words[1]).publish(new BusMessage(words[2], new byte[0], Qos.AT_LEAST_ONCE));
                yield "published";
            }
            case "heard" -> heard.stream().map(each -> each.message().topic()).collect(Collectors.joining(" "));
            case "acknowledge" -> {
                heard.forEach(Delivery::acknowledge);
                heard.clear();
                yield "acknowledged";
            }
            case "subscriptions" -> String.join(" ", buses.get(words[1]).subscriptions());
            case "acknowledged" -> Long.toString(buses.get(words[1]).acknowledged());
            case "bind" -> text(binding.bind(words[1]));
            case "status" -> text(bus.status());
            default -> throw new IllegalArgumentException(command);
        };
    }

    private String register(String name) {
        OneBus one = buses.computeIfAbsent(name, OneBus::new);
        registrations.put(
                name,
                context.registerService(
                        MessageBus.class, one, FrameworkUtil.asDictionary(Map.of("bus.provider", name))));
        return "registered";
    }

    private static String text(BusBindingStatus status) {
        return status.bound().map(BusProvider::name).orElse("-") + " " + status.state();
    }
}
