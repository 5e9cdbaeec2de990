package io.tallyspan.reader;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One API of one family of providers, such as OpenAI's chat completions: which requests address it, and what reads its
 * answers. Adding a provider means one class that implements this, one line in {@link WireFormats}, and its fixtures.
 * Implementations are stateless and safe for use by several threads.
 */
public interface WireFormat {

    /** A name for messages and documents, such as {@code openai-chat}. */
    String name();

    /**
     * The endpoint that a request addresses, or null if it is none of this format's. Quick: every HTTP request of the
     * application is asked about.
     *
     * @param target where the request goes
     * @param dialect the dialect of the host, by configuration or because the host is well known; null if unknown
     */
    @Nullable
    Endpoint match(RequestTarget target, @Nullable Dialect dialect);

    /**
     * The endpoints to which {@code tallyspan.endpoints} may map paths of the user's own. Each one's path, with any
     * model, is one that {@link #match} knows with its dialect.
     */
    default List<NamedEndpoint> endpoints() {
        return List.of();
    }
}
