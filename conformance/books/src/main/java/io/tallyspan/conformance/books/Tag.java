package io.tallyspan.conformance.books;

import io.tallyspan.examples.stage.LedgerRow;
import java.util.regex.Pattern;

/**
 * Who asks, as the application writes it into its prompts, so that the books know customer, feature and step without
 * Tallyspan.
 */
public final class Tag {

    static final Pattern PATTERN = Pattern.compile("@@([^@]+)@@");

    private Tag() {}

    /** For a prompt. */
    public static String of(String customer, String feature, String step) {
        return of(seed(customer, feature, step));
    }

    /** For the prompt of whoever was given {@code seed}. */
    public static String of(String seed) {
        return "@@" + seed + "@@";
    }

    static String seed(String customer, String feature, String step) {
        return customer + '|' + feature + '|' + step;
    }

    /** The step in a seed. */
    static String step(String seed) {
        return seed.substring(seed.lastIndexOf('|') + 1);
    }

    /**
     * What the ledger says of a row: {@code desk/fan/look} of {@code desk/fan/look[call_1]}, {@code loop} of
     * {@code loop#2}.
     */
    static String of(LedgerRow row) {
        return seed(row.customer(), row.feature(), row.stepPath().replaceAll("\\[[^]]*]|#\\d+", ""));
    }
}
