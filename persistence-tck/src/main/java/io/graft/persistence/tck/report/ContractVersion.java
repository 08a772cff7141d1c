package io.graft.persistence.tck.report;

import io.graft.api.persistence.EventStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of the persistence contract: that of its package, as the manifest of its bundle exports it. */
public final class ContractVersion {

    private static final Pattern EXPORT = Pattern.compile("(?:^|,)" + Pattern.quote(EventStore.class.getPackageName())
            + ";(?:[^,\"]|\"[^\"]*\")*?version=\"([^\"]+)\"");

    private ContractVersion() {}

    /** Out of the manifest header {@code Export-Package}; empty if the contract is not in it. */
    public static String of(String exportPackage) {
        Matcher export = EXPORT.matcher(exportPackage == null ? "" : exportPackage);
        return export.find() ? export.group(1) : "";
    }

    /** Of the contract in the class path; empty if it is there as classes without a manifest. */
    public static String ofClassPath() {
        URL source = EventStore.class.getProtectionDomain().getCodeSource().getLocation();
        try (InputStream in = source.openStream();
                JarInputStream jar = new JarInputStream(in)) {
            Manifest manifest = jar.getManifest();
            return manifest == null ? "" : of(manifest.getMainAttributes().getValue("Export-Package"));
        } catch (IOException e) {
            return "";
        }
    }
}
