package io.tallyspan.call;

import io.tallyspan.runtime.Guard;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of an event stream what is there only because {@link StreamUsage} asked for it: the chunk without choices
 * that states the usage, and the {@code "usage":null} of every other chunk. What remains is as the provider sent it. An
 * event is passed on when its blank line has come, and no client can act on it earlier; one that is longer than
 * {@value #MOST_HELD} bytes is passed on as it comes. For one thread at a time.
 */
public final class UsageChunkFilter {

    private static final String PLACE = "include usage";
    private static final int MOST_HELD = 1024 * 1024;
    private static final byte[] NOTHING = {};
    private static final byte[] DATA = {'d', 'a', 't', 'a', ':'};

    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
    private byte[] held = new byte[4096];
    private int count;
    private int lineStart;
    private boolean passing;
    private boolean afterReturn;
    /** Whether the event before was hidden: then so is the rest of its line end. */
    private boolean hidden;

    private final Guard guard;
    /** Up to where the bytes at hand are held or passed. */
    private int consumed;

    private boolean broken;

    /** For a new stream; should the filter fail, {@code guard} hears of it and the stream passes as it is. */
    UsageChunkFilter(Guard guard) {
        this.guard = guard;
    }

    /** What goes on to the application now that these bytes have come. Does not throw. */
    public byte[] filter(byte[] bytes, int offset, int length) {
        consumed = offset;
        int end = offset + length;
        if (!broken) {
            broken = !guard.ask(PLACE, () -> filtered(bytes, end), () -> false);
        }
        if (broken) {
            release();
            passed.write(bytes, consumed, end - consumed);
        }
        return take();
    }

    private boolean filtered(byte[] bytes, int end) {
        while (consumed < end) {
            next(bytes[consumed++]);
        }
        return true;
    }

    /** What is left at the end of the stream. */
    public byte[] end() {
        release();
        return take();
    }

    private byte[] take() {
        if (passed.size() == 0) {
            return NOTHING;
        }
        byte[] result = passed.toByteArray();
        passed.reset();
        return result;
    }

    private void next(byte b) {
        if (afterReturn && b == '\n') { // belongs to the line that has just ended
            afterReturn = false;
            if (count == 0 && !hidden) {
                passed.write(b);
            } else if (count > 0) {
                hold(b);
                lineStart = count;
            }
            return;
        }
        afterReturn = false;
        hidden = false;
        if (b == '\n' || b == '\r') {
            boolean blank = count == lineStart;
            hold(b);
            afterReturn = b == '\r';
            if (blank && !passing) {
                event();
            } else if (blank) {
                release();
                passing = false;
            } else if (lineStart == 0 && held[0] == ':') {
                release(); // a comment, which keeps the connection alive
            } else {
                lineStart = count;
            }
            return;
        }
        hold(b);
    }

    private void hold(byte b) {
        if (count == MOST_HELD) {
            boolean lineBegins = count == lineStart;
            release();
            passing = true;
            lineStart = lineBegins ? 0 : -1; // a line that goes on is not blank
        }
        if (count == held.length) {
            held = Arrays.copyOf(held, held.length * 2);
        }
        held[count++] = b;
    }

    private void release() {
        passed.write(held, 0, count);
        count = 0;
        lineStart = 0;
    }

    /** A whole event is held, its blank line included. */
    private void event() {
        int start = dataStart();
        int end = start < 0 ? -1 : lineEnd(start);
        List<JsonMembers.Member> members = end < 0 ? null : JsonMembers.of(held, start, end);
        JsonMembers.Member usage = members == null ? null : JsonMembers.named(members, "usage");
        if (members == null || usage == null) {
            release();
        } else if (StreamUsage.is(held, usage, "null")) {
            releaseWithout(members, usage);
        } else if (hasNoChoices(JsonMembers.named(members, "choices"))) {
            count = 0;
            lineStart = 0;
            hidden = true;
        } else {
            release();
        }
    }

    /** Where the value of the only data line begins; -1 if there is none or more than one. */
    private int dataStart() {
        int found = -1;
        for (int line = 0; line < count; line = lineEnd(line) + 1) {
            if (startsWithData(line)) {
                if (found >= 0) {
                    return -1;
                }
                found = line + DATA.length;
            }
        }
        return found;
    }

    private boolean startsWithData(int at) {
        return at + DATA.length <= count && Arrays.equals(held, at, at + DATA.length, DATA, 0, DATA.length);
    }

    private int lineEnd(int from) {
        int at = from;
        while (at < count && held[at] != '\n' && held[at] != '\r') {
            at++;
        }
        return at;
    }

    private boolean hasNoChoices(JsonMembers.@Nullable Member choices) {
        if (choices == null || held[choices.valueStart()] != '[') {
            return false;
        }
        for (int i = choices.valueStart() + 1; i < choices.end() - 1; i++) {
            if (held[i] > ' ' || held[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** With the comma before the member, or, where it is the first, the one behind it. */
    private void releaseWithout(List<JsonMembers.Member> members, JsonMembers.Member member) {
        int index = members.indexOf(member);
        boolean only = members.size() == 1;
        int from = index > 0 ? members.get(index - 1).end() : member.nameStart();
        int to = index > 0 || only ? member.end() : members.get(index + 1).nameStart();
        passed.write(held, 0, from);
        passed.write(held, to, count - to);
        count = 0;
        lineStart = 0;
    }
}
