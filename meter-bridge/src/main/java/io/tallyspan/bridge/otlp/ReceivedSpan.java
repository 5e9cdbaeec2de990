package io.tallyspan.bridge.otlp;

import com.google.protobuf.ByteString;

/**
 * A span that says it is a usage record, still as bytes.
 *
 * @param resource the {@code Resource} message
 * @param span the {@code Span} message
 * @param attributes how many attributes the span has
 */
record ReceivedSpan(ByteString resource, ByteString span, int attributes) {}
