package io.tallyspan.reader;

import org.jspecify.annotations.Nullable;

/**
 * What a request's body says that the usage span needs; none of its content.
 *
 * @param model the model asked for
 * @param stream whether a stream was asked for
 * @param background whether a background response was asked for
 */
public record RequestFacts(@Nullable String model, boolean stream, boolean background) {

    /** A body that says nothing. */
    public static final RequestFacts NONE = new RequestFacts(null, false, false);
}
