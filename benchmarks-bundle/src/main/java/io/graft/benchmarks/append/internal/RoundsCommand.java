package io.graft.benchmarks.append.internal;

import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ProviderProperties;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The shell commands {@code bench:upgrade} and {@code bench:reinstall}: a provider's bundle comes and goes. */
@Component(
        service = RoundsCommand.class,
        property = {"osgi.command.scope=bench", "osgi.command.function=upgrade", "osgi.command.function=reinstall"})
public final class RoundsCommand {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long SIDE_BY_SIDE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long POLL_MILLIS = 2;

    private final BundleContext context;

    @Activate
    public RoundsCommand(BundleContext context) {
        this.context = context;
    }

    /**
     * Upgrades a provider again and again: installs another version beside the one that serves, waits until that serves
     * too, a second at most since a database may belong to one of them only, and removes the one before. Prints a line
     * for each round, with its begin and end by the system's clock of nanoseconds.
     *
     * @param provider the provider's name
     * @param odd file of a version whose qualifier ends so
     * @param even file of the other version
     * @param rounds how many
     * @param pauseMillis between two
     */
    public void upgrade(String provider, String odd, String even, int rounds, long pauseMillis)
            throws BundleException, IOException, InterruptedException, InvalidSyntaxException {
        for (int round = 1; round <= rounds; round++) {
            long start = System.nanoTime();
            Bundle before = await(provider);
            Bundle after = install(provider, round, Path.of(isOdd(before) ? even : odd));
            serving(provider, after::equals, SIDE_BY_SIDE_NANOS);
            before.uninstall();
            await(provider, after);
            say(round, start);
            TimeUnit.MILLISECONDS.sleep(pauseMillis);
        }
    }

    /**
     * Removes a provider and installs it again, again and again; prints as {@link #upgrade} does.
     *
     * @param provider the provider's name
     * @param file of the version that is installed
     * @param rounds how many
     * @param pauseMillis between two
     */
    public void reinstall(String provider, String file, int rounds, long pauseMillis)
            throws BundleException, IOException, InterruptedException, InvalidSyntaxException {
        for (int round = 1; round <= rounds; round++) {
            long start = System.nanoTime();
            await(provider).uninstall();
            await(provider, install(provider, round, Path.of(file)));
            say(round, start);
            TimeUnit.MILLISECONDS.sleep(pauseMillis);
        }
    }

    private static boolean isOdd(Bundle bundle) {
        return bundle.getVersion().getQualifier().endsWith("odd");
    }

    private Bundle install(String provider, int round, Path file) throws BundleException, IOException {
        try (InputStream content = Files.newInputStream(file)) {
            Bundle bundle = context.installBundle("bench:" + provider + ":" + round + ":" + System.nanoTime(), content);
            bundle.start();
            return bundle;
        }
    }

    private Bundle await(String provider) throws InterruptedException, InvalidSyntaxException {
        return serving(provider, each -> true, PATIENCE_NANOS)
                .orElseThrow(() -> new IllegalStateException("provider " + provider + " does not serve"));
    }

    private void await(String provider, Bundle bundle) throws InterruptedException, InvalidSyntaxException {
        if (serving(provider, bundle::equals, PATIENCE_NANOS).isEmpty()) {
            throw new IllegalStateException(bundle + " does not serve within "
                    + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS) + " s as provider " + provider);
        }
    }

    /** The bundle that serves events as this provider, as soon as there is one; of several the one installed last. */
    private Optional<Bundle> serving(String provider, Predicate<Bundle> wanted, long nanos)
            throws InterruptedException, InvalidSyntaxException {
        String filter = "(" + ProviderProperties.PROVIDER + "=" + provider + ")";
        long deadline = System.nanoTime() + nanos;
        while (true) {
            Optional<Bundle> serves = context.getServiceReferences(EventStore.class, filter).stream()
                    .map(ServiceReference::getBundle)
                    .filter(bundle -> bundle != null && wanted.test(bundle))
                    .max(Comparator.comparingLong(Bundle::getBundleId));
            if (serves.isPresent() || System.nanoTime() > deadline) {
                return serves;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private static void say(int round, long start) {
        System.out.println(String.format(Locale.ROOT, "round=%d start=%d end=%d", round, start, System.nanoTime()));
    }
}
