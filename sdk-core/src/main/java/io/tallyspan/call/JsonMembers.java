package io.tallyspan.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object, by where they stand in its bytes, so that one can be added or taken out and the rest
 * stays byte for byte as it is. Knows no more of JSON than strings and nesting; what it is given was written by a
 * serializer, and where it was not, nothing is changed. Pure functions.
 */
final class JsonMembers {

    private final byte[] json;
    private final int limit;
    private final List<Member> members = new ArrayList<>();
    private int at;

    private JsonMembers(byte[] json, int offset, int limit) {
        this.json = json;
        this.limit = limit;
        this.at = offset;
    }

    /**
     * A member of the object.
     *
     * @param nameStart where its name's opening quote stands
     * @param valueStart where its value begins
     * @param end where its value has ended, blanks after it not included
     */
    record Member(String name, int nameStart, int valueStart, int end) {}

    /**
     * The members of the object in these bytes, in order; null if there is no object, or one whose names are written
     * with escapes, so that nothing can be said of them.
     */
    static @Nullable List<Member> of(byte[] json, int offset, int limit) {
        JsonMembers object = new JsonMembers(json, offset, limit);
        return object.read() ? object.members : null;
    }

    /** The member of that name; the last one if there are several, as parsers have it. */
    static @Nullable Member named(List<Member> members, String name) {
        for (int i = members.size() - 1; i >= 0; i--) {
            if (members.get(i).name().equals(name)) {
                return members.get(i);
            }
        }
        return null;
    }

    private boolean read() {
        if (!skip('{')) {
            return false;
        }
        if (peek() == '}') {
            return true;
        }
        do {
            int nameStart = peek() == '"' ? at : limit;
            if (!skipString()) {
                return false;
            }
            for (int i = nameStart; i < at; i++) {
                if (json[i] == '\\') {
                    return false;
                }
            }
            String name = new String(json, nameStart + 1, at - nameStart - 2, UTF_8);
            if (!skip(':')) {
                return false;
            }
            peek();
            int valueStart = at;
            if (!skipValue()) {
                return false;
            }
            members.add(new Member(name, nameStart, valueStart, at));
        } while (skip(','));
        return peek() == '}';
    }

    /** The next character that is no blank, or 0 at the end. */
    private int peek() {
        while (at < limit && json[at] <= ' ' && json[at] >= 0) {
            at++;
        }
        return at < limit ? json[at] : 0;
    }

    private boolean skip(char character) {
        if (peek() != character) {
            return false;
        }
        at++;
        return true;
    }

    private boolean skipString() {
        if (at >= limit || json[at] != '"') {
            return false;
        }
        for (at++; at < limit; at++) {
            if (json[at] == '"') {
                at++;
                return true;
            }
            if (json[at] == '\\') {
                at++;
            }
        }
        return false;
    }

    private boolean skipValue() {
        int depth = 0;
        int start = at;
        while (at < limit) {
            switch (json[at]) {
                case '"' -> {
                    if (!skipString()) {
                        return false;
                    }
                    continue;
                }
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    if (depth == 0) {
                        return trimmed(start);
                    }
                    depth--;
                }
                case ',' -> {
                    if (depth == 0) {
                        return trimmed(start);
                    }
                }
                default -> {}
            }
            at++;
        }
        return false;
    }

    /** Steps back over the blanks behind a value; false if there was none. */
    private boolean trimmed(int start) {
        while (at > start && json[at - 1] <= ' ' && json[at - 1] >= 0) {
            at--;
        }
        return at > start;
    }
}
