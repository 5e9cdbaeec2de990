package io.tallyspan.price;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The names under which a model may stand in a price list, the one that was used first. Pure functions. */
final class ModelNames {

    /** Where an inference profile of Bedrock may run. */
    private static final Pattern REGION = Pattern.compile("^(?:us-gov|us|eu|apac|jp|au|ca|global)\\.");

    private static final Pattern REVISION = Pattern.compile("-v\\d+(?::\\d+)?(?::[0-9a-z]+)?$");
    private static final Pattern DATE = Pattern.compile("[-@](?:\\d{8}|\\d{4}-\\d{2}-\\d{2})$");

    private ModelNames() {}

    /**
     * The names to look for, in order: as it is, without the prefixes that clients and gateways put before it, without
     * region, revision and date. A date is left out only last, for two dated models may have two prices.
     */
    static List<String> candidates(String model) {
        Set<String> names = new LinkedHashSet<>();
        add(names, model);
        int slash = model.lastIndexOf('/');
        String plain = slash >= 0 ? model.substring(slash + 1) : model;
        add(names, plain);
        String noRegion = REGION.matcher(plain).replaceFirst("");
        add(names, noRegion);
        String noRevision = REVISION.matcher(noRegion).replaceFirst("");
        add(names, noRevision);
        int at = noRevision.indexOf('@');
        add(names, at > 0 ? noRevision.substring(0, at) : noRevision);
        add(names, DATE.matcher(noRevision).replaceFirst(""));
        return List.copyOf(names);
    }

    private static void add(Set<String> names, String name) {
        if (!name.isEmpty()) {
            names.add(name);
            names.add(name.toLowerCase(Locale.ROOT));
        }
    }
}
