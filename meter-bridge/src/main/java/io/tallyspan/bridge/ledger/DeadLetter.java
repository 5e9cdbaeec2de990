package io.tallyspan.bridge.ledger;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;

/**
 * A usage record that breaks the schema, kept byte for byte. The same bytes are kept once.
 *
 * @param reason what is wrong with it, for people
 * @param resource the {@code Resource} message it came with
 * @param span the {@code Span} message
 */
public record DeadLetter(String reason, ByteString resource, ByteString span) {

    /** Checks the arguments. */
    public DeadLetter {
        requireNonNull(reason, "reason");
        requireNonNull(resource, "resource");
        requireNonNull(span, "span");
    }
}
