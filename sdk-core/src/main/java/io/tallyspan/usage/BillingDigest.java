package io.tallyspan.usage;

import io.tallyspan.id.BodyDigest;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What two records of one event id must agree on to be the same bill: response model, tier and usage lines. Time,
 * trace, host, attribution, call and cost are not in it. {@code docs/event-id.md} defines the canonical form, which any
 * language can write from the exported attributes. A pure function, safe for use by several threads.
 */
public final class BillingDigest {

    private BillingDigest() {}

    /**
     * The digest: lower-case hex SHA-256 of {@link #canonicalForm}.
     *
     * @param responseModel the model that answered, or null
     * @param tier the service tier that the response says was used, or null
     * @param usage the totals
     * @param lines the billing lines, in any order; fewer than two say nothing that the totals do not
     */
    public static String of(@Nullable String responseModel, @Nullable String tier, Usage usage, List<UsageLine> lines) {
        byte[] form = canonicalForm(responseModel, tier, usage, lines).getBytes(StandardCharsets.UTF_8);
        BodyDigest digest = BodyDigest.forContentType(null);
        digest.update(form, 0, form.length);
        return digest.hex();
    }

    static String canonicalForm(
            @Nullable String responseModel, @Nullable String tier, Usage usage, List<UsageLine> lines) {
        StringBuilder form = new StringBuilder(256).append("billing 1\n");
        if (responseModel != null) {
            form.append("model ").append(encoded(responseModel)).append('\n');
        }
        if (tier != null) {
            form.append("tier ").append(encoded(tier)).append('\n');
        }
        if (lines.size() < 2) {
            form.append("total\n");
            appendQuantities(form, usage);
            return form.toString();
        }
        lines.stream().sorted(Comparator.comparingInt(UsageLine::line)).forEach(line -> {
            form.append("line ").append(line.line()).append(' ').append(encoded(line.type()));
            if (line.model() != null) {
                form.append(' ').append(encoded(line.model()));
            }
            form.append('\n');
            appendQuantities(form, line.usage());
        });
        return form.toString();
    }

    /** By encoded name, which is ASCII, so that every language sorts alike. */
    private static void appendQuantities(StringBuilder form, Usage usage) {
        Map<String, String> quantities = new TreeMap<>();
        usage.forEachCount((unit, count) -> quantities.put(encoded(unit), Long.toString(count)));
        for (Unit unit : Unit.values()) {
            Double fraction = unit.isFractional() ? usage.getFraction(unit) : null;
            if (fraction != null) {
                quantities.put(unit.unitName(), exact(fraction));
            }
        }
        usage.custom()
                .forEach((unit, quantity) -> quantities.put(encoded(Usage.CUSTOM + unit), quantity.toPlainString()));
        quantities.forEach((unit, quantity) ->
                form.append(unit).append('=').append(quantity).append('\n'));
    }

    /** The double's exact value: no rounding for languages to differ in. 20.0 is written as the integer 20 is. */
    private static String exact(double quantity) {
        return new BigDecimal(quantity).stripTrailingZeros().toPlainString();
    }

    /** RFC 3986: all but unreserved characters as upper-case percent codes of their UTF-8. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
