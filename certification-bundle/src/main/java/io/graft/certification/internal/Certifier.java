package io.graft.certification.internal;

import io.graft.api.certification.CertificateStatus;
import io.graft.api.certification.CertificateStatus.State;
import io.graft.api.certification.Certificates;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ScratchSpaces;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.Checks;
import io.graft.persistence.tck.TestedProvider;
import io.graft.persistence.tck.report.ContractVersion;
import io.graft.persistence.tck.report.Report;
import io.graft.persistence.tck.report.Subject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Certifies the installed providers, one at a time: the checks' memory is there once. Safe for use by many threads.
 */
@Component(
        service = {Certifier.class, Certificates.class},
        configurationPid = CertificationConfig.PID)
@Designate(ocd = CertificationConfig.class)
public final class Certifier implements Certificates {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BundleContext context;
    private final Supplier<List<Check>> checks;
    private final InstalledProviders providers;
    private final BundleJars jars = new BundleJars();
    private final KeptCertificates kept;
    private final String contract;
    private final InstalledCertificates certificates;
    private final ConcurrentMap<String, Certification> latest = new ConcurrentHashMap<>();
    private volatile Duration limit;
    private Certification running;

    /** A certificate, and the provider that it is for. */
    public record Certificate(String provider, CertificateStatus status, Optional<Report> report) {}

    /** What certificates there are, and one line for each file that is none. */
    public record Overview(List<Certificate> certificates, List<String> problems) {}

    /** Called by the framework. */
    @Activate
    public Certifier(BundleContext context, CertificationConfig config) {
        this(context, limit(config), Checks::all);
    }

    Certifier(BundleContext context, Duration limit, Supplier<List<Check>> checks) {
        this.context = context;
        this.checks = checks;
        providers = new InstalledProviders(context);
        kept = new KeptCertificates(folder(context));
        contract = contract();
        certificates = new InstalledCertificates(jars, kept, contract);
        this.limit = limit;
    }

    @Modified
    void modified(CertificationConfig config) {
        limit = limit(config);
    }

    private static Duration limit(CertificationConfig config) {
        return Duration.ofMinutes(Math.max(1, Math.min(600, config.limit_minutes())));
    }

    @Deactivate
    synchronized void deactivate() throws InterruptedException {
        if (running != null) {
            running.cancel();
            running.join(PATIENCE);
        }
    }

    private static Path folder(BundleContext context) {
        String data = context.getProperty("karaf.data");
        File folder = data == null ? context.getDataFile("certificates") : new File(data, "certificates");
        return folder.toPath();
    }

    private static String contract() {
        Bundle api = FrameworkUtil.getBundle(EventStore.class);
        return api == null
                ? ContractVersion.ofClassPath()
                : ContractVersion.of(api.getHeaders("").get("Export-Package"));
    }

    /** The names of the providers that can be certified now. */
    public List<String> names() {
        return providers.all().stream().map(Installed::name).toList();
    }

    /**
     * Begins to certify a provider.
     *
     * @param seed what all random choices are made from
     * @throws RefusedException if there is no such provider, or a certification is running
     */
    public synchronized Certification start(String provider, long seed) {
        Installed installed = find(provider);
        if (running != null && !running.progress().over()) {
            Progress progress = running.progress();
            throw new RefusedException(
                    RefusedException.Reason.BUSY,
                    "'" + progress.provider() + "' is being certified ("
                            + progress.done().size() + " of " + progress.of()
                            + " checks are done); wait for its end, or cancel it");
        }
        running = new Certification(new Certification.Work(
                checks.get(), subject(installed), contract, seed, limit, () -> opened(installed), kept::keep));
        latest.put(provider, running);
        running.start();
        return running;
    }

    /** The certification of a provider that runs, or the last one since the gateway was started. */
    public Optional<Certification> latest(String provider) {
        return Optional.ofNullable(latest.get(provider));
    }

    /**
     * The certificate of a provider.
     *
     * @throws RefusedException if there is no such provider
     */
    public Certificate certificate(String provider) {
        InstalledCertificates.Known known = certificates.of(find(provider));
        return new Certificate(provider, known.status(), known.report());
    }

    /** The certificates of all providers. */
    public Overview certificates() {
        List<Certificate> all = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Installed installed : providers.all()) {
            InstalledCertificates.Known known = certificates.of(installed);
            all.add(new Certificate(installed.name(), known.status(), known.report()));
            known.problems().stream().filter(line -> !problems.contains(line)).forEach(problems::add);
        }
        return new Overview(all, problems);
    }

    @Override
    public CertificateStatus of(String provider) {
        return providers
                .named(provider)
                .map(installed -> certificates.of(installed).status())
                .orElseGet(() -> new CertificateStatus(State.NONE, "the provider is not there", null, null));
    }

    private Installed find(String provider) {
        return providers
                .named(provider)
                .orElseThrow(() -> new RefusedException(
                        RefusedException.Reason.UNKNOWN,
                        "there is no provider '" + provider + "' that can be certified now; there "
                                + (names().isEmpty() ? "is none" : "are: " + String.join(", ", names()))));
    }

    private Subject subject(Installed installed) {
        return new Subject(
                installed.name(),
                installed.version(),
                String.valueOf(installed.bundle().getSymbolicName()),
                jars.sha256(installed.bundle()));
    }

    private TestedProvider opened(Installed installed) throws IOException {
        ScratchSpaces spaces = context.getService(installed.spaces());
        if (spaces == null) {
            throw new IOException("the provider '" + installed.name() + "' has just gone");
        }
        return new GatewayProvider(
                installed.name(),
                installed.version(),
                spaces,
                jars.jar(installed.bundle()),
                () -> context.ungetService(installed.spaces()));
    }
}
