package io.tallyspan.bridge.explain;

import io.tallyspan.usage.UsageRecord;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Words from an archive that are fit to print. Pure functions. */
final class Texts {

    private static final Pattern ERROR = Pattern.compile("[A-Za-z0-9:_. -]{1,80}");

    private Texts() {}

    /** The error's type: the provider's, or what the archive calls it; null without one. */
    static @Nullable String error(Explanation explanation, UsageRecord record) {
        String type = record.exchange().errorType();
        if (type == null || !type.startsWith(Explainer.class.getName())) {
            return type == null ? null : printable(type);
        }
        String archived = explanation.error();
        return archived != null && ERROR.matcher(archived).matches() ? archived : "no response";
    }

    /** Control characters would let an archive write over the terminal. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints()
                .limit(4000)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(printable::appendCodePoint);
        return printable.toString();
    }
}
