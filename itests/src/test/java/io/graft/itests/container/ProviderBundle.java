package io.graft.itests.container;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The bundle of a provider, and what must not be in its manifest. */
final class ProviderBundle {

    private static final String SPACES = "io.graft.api.persistence.ScratchSpaces";
    private static final Pattern CLAUSE = Pattern.compile("([^,\"]|\"[^\"]*\")+");
    // what the Java platform has or has not
    private static final Pattern PLATFORM = Pattern.compile("(javax?|jdk|sun|com\\.sun|org\\.ietf\\.jgss)(\\..*)?");

    private ProviderBundle() {}

    /** The bundle that brings a provider; null if none does now. */
    static Bundle of(BundleContext context, String provider) {
        try {
            ServiceReference<?>[] references =
                    context.getAllServiceReferences(SPACES, "(persistence.provider=" + provider + ")");
            return references == null ? null : references[0].getBundle();
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("the provider's name '" + provider + "' fits no filter", e);
        }
    }

    /** One line for each thing that must not be in its manifest. */
    static List<String> faults(Bundle bundle) {
        List<String> faults = new ArrayList<>();
        if (bundle.getHeaders("").get(Constants.EXPORT_PACKAGE) != null) {
            faults.add(bundle.getSymbolicName() + " exports "
                    + bundle.getHeaders("").get(Constants.EXPORT_PACKAGE));
        }
        if (bundle.getHeaders("").get(Constants.DYNAMICIMPORT_PACKAGE) != null) {
            faults.add(bundle.getSymbolicName() + " imports dynamically");
        }
        String imports = bundle.getHeaders("").get(Constants.IMPORT_PACKAGE);
        Matcher clauses = CLAUSE.matcher(imports == null ? "" : imports);
        while (clauses.find()) {
            String clause = clauses.group();
            String name = clause.split(";", 2)[0].strip();
            if (clause.contains("resolution:=")
                    && clause.contains("optional")
                    && !PLATFORM.matcher(name).matches()) {
                faults.add(bundle.getSymbolicName() + " imports " + name
                        + " optionally: who installs it later makes the" + " framework refresh the bundle");
            }
        }
        return faults;
    }
}
