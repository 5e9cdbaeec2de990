package io.tallyspan.stainless;

import io.tallyspan.call.ObservedExchange;
import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;

/**
 * The questions that one SDK answers about its requests and responses. May throw anything, a {@link LinkageError}
 * included: {@link SdkExchanges} asks under guard.
 *
 * @param <Q> the SDK's request
 * @param <R> the SDK's response
 */
public interface SdkWire<Q, R> {

    /** Where the request goes, with the headers that it will have on the wire as far as the SDK knows them. */
    RequestTarget target(Q request) throws Throwable;

    /** The same request with a body that shows what is written of it; the request itself if it has none. */
    Q tapRequest(Q request, ObservedExchange exchange) throws Throwable;

    /** Shows a body that was not written, if it can be written again: for its fingerprint. */
    void showBody(Q request, ObservedExchange exchange) throws Throwable;

    /** The same request with one more header. */
    Q withHeader(Q request, String name, String value);

    /** The status code of a response. */
    int status(R response);

    /** The headers of a response. */
    Headers headers(R response);

    /** The same response with a body that shows what is read of it. */
    R tapResponse(R response, ObservedExchange exchange);

    /** Closes a response that nobody takes. */
    void close(R response);
}
