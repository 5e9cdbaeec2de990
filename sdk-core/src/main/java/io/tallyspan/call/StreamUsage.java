package io.tallyspan.call;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.reader.Endpoint;
import io.tallyspan.runtime.Guard;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks the provider for the usage of one streamed answer, which OpenAI and those who copied it state only on request
 * ({@code stream_options.include_usage}), and hides from the application what comes because of that. The request keeps
 * every other byte. For one exchange; safe for use by several threads one after the other.
 */
public final class StreamUsage {

    /** Bodies up to this size are held in memory to be asked about; longer ones are sent as they are. */
    public static final int MOST_BYTES = 32 * 1024 * 1024;

    private static final String MEMBER = "\"stream_options\":{\"include_usage\":true}";
    private static final String OPTION = "\"include_usage\":true";

    private final boolean provisional;
    private final Guard guard;
    private volatile boolean asked;

    private StreamUsage(boolean provisional, Guard guard) {
        this.provisional = provisional;
        this.guard = guard;
    }

    /**
     * For a request that may be changed; null for one that may not: it addresses something else, is signed, or its body
     * is encoded, or the application will decode the answer itself, so that nothing could be hidden in it.
     */
    static @Nullable StreamUsage of(Endpoint endpoint, RequestTarget target, Guard guard) {
        return endpoint.usageOnRequest() && isChangeable(target.headers())
                ? new StreamUsage(endpoint.provisional(), guard)
                : null;
    }

    private static boolean isChangeable(Headers headers) {
        String type = headers.first("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            return false;
        }
        boolean[] changeable = {true};
        headers.forEach((name, value) -> changeable[0] &= !forbids(name.toLowerCase(Locale.ROOT), value));
        return changeable[0];
    }

    private static boolean forbids(String name, String value) {
        return switch (name) {
            case "content-encoding", "accept-encoding" -> !value.equalsIgnoreCase("identity") && !value.isEmpty();
            case "content-md5", "x-amz-content-sha256" -> true;
            case "authorization" -> value.startsWith("AWS4-") || value.startsWith("Signature ");
            default -> name.contains("signature") || name.contains("digest");
        };
    }

    /**
     * The body to send instead of {@code body}: the same, and the question for usage in it. Null if {@code body} is to
     * be sent as it is: it asks for no stream, or says itself whether it wants usage.
     */
    public byte @Nullable [] ask(byte[] body) {
        List<JsonMembers.Member> members = JsonMembers.of(body, 0, body.length);
        if (members == null || !isTrue(body, JsonMembers.named(members, "stream"))) {
            return null;
        }
        if (provisional && JsonMembers.named(members, "model") == null) {
            return null;
        }
        JsonMembers.Member options = JsonMembers.named(members, "stream_options");
        byte[] asking;
        if (options == null) {
            asking = spliced(body, members.get(0).nameStart(), 0, MEMBER + ",");
        } else if (is(body, options, "null")) {
            asking = spliced(body, options.nameStart(), options.end() - options.nameStart(), MEMBER);
        } else {
            asking = within(body, options);
        }
        asked = asking != null;
        return asking;
    }

    private static byte @Nullable [] within(byte[] body, JsonMembers.Member options) {
        List<JsonMembers.Member> inner = JsonMembers.of(body, options.valueStart(), options.end());
        if (inner == null) {
            return null;
        }
        JsonMembers.Member include = JsonMembers.named(inner, "include_usage");
        if (include == null) {
            return spliced(body, options.valueStart() + 1, 0, inner.isEmpty() ? OPTION : OPTION + ",");
        }
        return is(body, include, "null")
                ? spliced(body, include.nameStart(), include.end() - include.nameStart(), OPTION)
                : null;
    }

    /** Whether the request was changed. */
    public boolean isAsked() {
        return asked;
    }

    /** What hides the usage in an answer; null if there is nothing to hide. */
    public @Nullable UsageChunkFilter filter(int status, Headers headers) {
        String type = headers.first("Content-Type");
        String encoding = headers.first("Content-Encoding");
        boolean stream = type != null && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
        boolean plain = encoding == null || encoding.isEmpty() || encoding.equalsIgnoreCase("identity");
        return asked && status == 200 && stream && plain ? new UsageChunkFilter(guard) : null;
    }

    private static boolean isTrue(byte[] json, JsonMembers.@Nullable Member member) {
        return member != null && is(json, member, "true");
    }

    static boolean is(byte[] json, JsonMembers.Member member, String value) {
        int length = member.end() - member.valueStart();
        if (length != value.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (json[member.valueStart() + i] != value.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] spliced(byte[] body, int at, int removed, String added) {
        byte[] insertion = added.getBytes(US_ASCII);
        byte[] result = new byte[body.length - removed + insertion.length];
        System.arraycopy(body, 0, result, 0, at);
        System.arraycopy(insertion, 0, result, at, insertion.length);
        System.arraycopy(body, at + removed, result, at + insertion.length, body.length - at - removed);
        return result;
    }
}
