package io.tallyspan.id;

import static java.util.Objects.requireNonNull;

import io.tallyspan.http.Headers;
import org.jspecify.annotations.Nullable;

/** Chooses the rule that names a billed response: the first that applies. Safe for use by several threads. */
public final class EventIdRules {

    private final IdTable table;

    /** Rules by that table. */
    public EventIdRules(IdTable table) {
        this.table = requireNonNull(table, "table");
    }

    /**
     * The event id of one billed response.
     *
     * @param dialect the wire family
     * @param responseId as the body gives it, or as the request's path does where a stored response is fetched; null or
     *     empty where there is none
     * @param request the headers as they were sent
     * @param response the headers that came back; {@link Headers#none()} where none did
     * @param callId from {@link CallIds}
     * @param attempt from 1
     */
    public EventId choose(
            Dialect dialect,
            @Nullable String responseId,
            Headers request,
            Headers response,
            String callId,
            int attempt) {
        String strong = table.strongId(dialect, responseId, request);
        if (strong == null) {
            strong = table.strongIdInHeader(dialect, request, response);
        }
        if (strong != null) {
            return new EventId(EventIds.response(strong), 1);
        }
        String requestId = table.requestId(dialect, request, response);
        return requestId != null
                ? new EventId(EventIds.request(dialect, requestId), 2)
                : new EventId(EventIds.attempt(callId, attempt), 3);
    }
}
