package io.tallyspan.testing.provider;

import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How one API of one family of providers is spoken. Stateless. */
interface Wire {

    /** Whether a POST to this path is a model call of this API. */
    boolean serves(String path);

    /** Which counts this API can state. */
    Set<Unit> units();

    /** The counts of an answer about which the script says nothing. */
    Usage derivedUsage(Derivation derivation);

    /** The response's id; null where the API has none. */
    @Nullable
    String responseId(Derivation derivation);

    /** The id of the request for {@link #headers}. */
    String requestId(Derivation derivation);

    /** The headers of every answer, content type and length aside. */
    Map<String, String> headers(String requestId);

    /** A plain body. */
    String body(Completion completion);

    /** A stream's events. {@code usageAsked}: whether the request asked for usage in so many words. */
    List<Frame> events(Completion completion, boolean usageAsked);

    /** What keeps a stream alive while there is nothing to say. */
    Frame keepAlive();

    /** An error's body. */
    String errorBody(int status, String requestId);

    /** An error in the middle of a stream. */
    Frame errorEvent(String requestId);
}
