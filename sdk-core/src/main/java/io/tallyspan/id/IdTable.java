package io.tallyspan.id;

import static java.util.Objects.requireNonNull;

import io.tallyspan.http.Headers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The normative table of strong response ids and request-id headers; {@code docs/event-id.md} shows the same table.
 * Immutable, safe for use by several threads.
 */
public final class IdTable {

    /** Longer than any id in the table; what is longer is weak, unread. */
    private static final int MAX_ID_LENGTH = 128;

    /** A header's value of fewer characters occurs in an id by chance. */
    private static final int MIN_ECHO_LENGTH = 16;

    /** The end of the pattern of what is never strong, which allows to rule most ids out by their last character. */
    private static final String NEVER_ENDS = "[0-9-]+$";

    private static final Set<String> NEVER_ECHOED = Set.of("authorization", "cookie");

    private final Pattern never;
    private final Map<Dialect, List<StrongRow>> strongRows = new EnumMap<>(Dialect.class);
    private final Map<Dialect, RequestRow> requestRows = new EnumMap<>(Dialect.class);

    IdTable(Pattern never, List<StrongRow> strong, List<RequestRow> requests) {
        if (!never.pattern().endsWith(NEVER_ENDS)) {
            throw new IllegalArgumentException("what is never strong does not end in " + NEVER_ENDS + ": " + never);
        }
        this.never = never;
        for (Dialect dialect : Dialect.values()) {
            List<StrongRow> rows = new ArrayList<>(strong);
            rows.removeIf(row -> !row.dialects().contains(dialect));
            strongRows.put(dialect, List.copyOf(rows));
        }
        for (RequestRow row : requests) {
            if (requestRows.put(row.dialect(), row) != null) {
                throw new IllegalArgumentException("two request-id headers for " + row.dialect());
            }
        }
    }

    /** The table that this release carries. */
    public static IdTable standard() {
        return Standard.TABLE;
    }

    /**
     * The response id if it is strong: long enough, random enough and the provider's own, so that it alone identifies
     * the response. Null if it is missing, empty, matches no row of the dialect, or contains the value of a header of
     * its own request.
     */
    public @Nullable String strongId(Dialect dialect, @Nullable String responseId, Headers request) {
        if (responseId == null
                || responseId.isEmpty()
                || responseId.length() > MAX_ID_LENGTH
                || !matchesRow(dialect, responseId)
                || isNever(responseId)
                || containsHeader(responseId, request)) {
            return null;
        }
        return responseId;
    }

    /** As {@link #strongId}, from the response header that is known to carry the same id as the body. */
    @Nullable
    String strongIdInHeader(Dialect dialect, Headers request, Headers response) {
        RequestRow row = requestRows.get(dialect);
        return row == null || !row.carriesResponseId()
                ? null
                : strongId(dialect, response.first(row.header()), request);
    }

    /**
     * The provider's id of the request: the value of the dialect's header, if it has one, the value matches its pattern
     * and no header of the request has that value, for proxies echo what they are sent. Else null.
     */
    public @Nullable String requestId(Dialect dialect, Headers request, Headers response) {
        RequestRow row = requestRows.get(dialect);
        if (row == null || row.carriesResponseId()) {
            return null;
        }
        String id = response.first(row.header());
        if (id == null
                || id.length() > MAX_ID_LENGTH
                || !row.pattern().matcher(id).matches()) {
            return null;
        }
        boolean[] echoed = {false};
        request.forEach((name, value) -> echoed[0] |= value.strip().equalsIgnoreCase(id));
        return echoed[0] ? null : id;
    }

    private boolean matchesRow(Dialect dialect, String id) {
        for (StrongRow row : requireNonNull(strongRows.get(dialect), "dialect")) {
            if (id.startsWith(row.prefix()) && row.pattern().matcher(id).matches()) {
                return true;
            }
        }
        return false;
    }

    private boolean isNever(String id) {
        char last = id.charAt(id.length() - 1);
        return (last == '-' || (last >= '0' && last <= '9'))
                && never.matcher(id).matches();
    }

    private static boolean containsHeader(String id, Headers request) {
        boolean[] found = {false};
        request.forEach((name, value) -> {
            String sent = value.strip();
            if (!found[0] && sent.length() >= MIN_ECHO_LENGTH && sent.length() <= id.length()) {
                found[0] = containsIgnoringCase(id, sent) && !NEVER_ECHOED.contains(lowerCase(name));
            }
        });
        return found[0];
    }

    private static boolean containsIgnoringCase(String id, String part) {
        char first = folded(part.charAt(0));
        for (int i = 0; i <= id.length() - part.length(); i++) {
            if (folded(id.charAt(i)) == first && id.regionMatches(true, i, part, 0, part.length())) {
                return true;
            }
        }
        return false;
    }

    /** As {@link String#regionMatches(boolean, int, String, int, int)} compares. */
    private static char folded(char c) {
        return Character.toLowerCase(Character.toUpperCase(c));
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /**
     * A shape of strong ids.
     *
     * @param name the row's name in the documentation
     * @param dialects where it holds
     * @param pattern the whole id
     * @param prefix what every such id begins with: a cheap test before the pattern
     */
    record StrongRow(String name, Set<Dialect> dialects, Pattern pattern, String prefix) {}

    /**
     * A dialect's request-id header.
     *
     * @param carriesResponseId whether its value is the response's own id, and so speaks for rule 1
     */
    record RequestRow(Dialect dialect, String header, Pattern pattern, boolean carriesResponseId) {}

    private static final class Standard {
        static final IdTable TABLE = IdTableReader.read("dialects.json");
    }
}
