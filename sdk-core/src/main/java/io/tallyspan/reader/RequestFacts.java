package io.tallyspan.reader;

import org.jspecify.annotations.Nullable;

/**
 * What a request's body says that the usage span needs; none of its content.
 *
 * @param model the model asked for
 * @param stream whether a stream was asked for
 * @param background whether a background response was asked for
 * @param streamUsage whether usage was asked for in the stream ({@code stream_options.include_usage})
 * @param characters how many characters (code points) the text {@code input} has, where it is one string: what a speech
 *     is billed by. Only their number is read
 * @param imageSize the size asked for, such as {@code 1024x1024}
 * @param imageQuality the quality asked for
 * @param anthropicVersion whether the body names a version of Anthropic's API, as requests through Bedrock must
 */
public record RequestFacts(
        @Nullable String model,
        boolean stream,
        boolean background,
        boolean streamUsage,
        @Nullable Long characters,
        @Nullable String imageSize,
        @Nullable String imageQuality,
        boolean anthropicVersion) {

    /** A body that says nothing. */
    public static final RequestFacts NONE = new RequestFacts(null, false, false);

    /** Facts of a request for text. */
    public RequestFacts(@Nullable String model, boolean stream, boolean background) {
        this(model, stream, background, false, null, null, null, false);
    }
}
