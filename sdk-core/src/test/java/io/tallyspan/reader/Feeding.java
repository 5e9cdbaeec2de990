package io.tallyspan.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.id.Dialect;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a body in every way that it may arrive, and expects the same answer each time. */
final class Feeding {

    private Feeding() {}

    static Endpoint endpoint(Supplier<? extends UsageReader> reader) {
        return new Endpoint(
                Dialect.OPENAI, "chat", Endpoint.Kind.INFERENCE, null, OpenAiFamily.CHAT_BILLS, false, reader);
    }

    static Answer openAi(String body) {
        return whole(OpenAiReader::new, body.getBytes(UTF_8), null, true);
    }

    static Answer anthropic(String body) {
        return whole(AnthropicReader::new, body.getBytes(UTF_8), null, true);
    }

    /** The body ends although the answer has not. */
    static Answer cut(Supplier<? extends UsageReader> reader, String body) {
        return whole(reader, body.getBytes(UTF_8), null, false);
    }

    static Answer whole(
            Supplier<? extends UsageReader> reader, byte[] body, @Nullable String encoding, boolean endOfBody) {
        ResponseParser parser = new ResponseParser(endpoint(reader), null, encoding);
        parser.feed(body, 0, body.length);
        Answer answer = parser.finish(endOfBody);
        for (int size = 1; size <= 3; size++) {
            int piece = size;
            assertThat(inPieces(reader, body, encoding, endOfBody, new Random(size), piece))
                    .as("in pieces of at most %s", size)
                    .isEqualTo(answer);
        }
        assertThat(inPieces(reader, body, encoding, endOfBody, new Random(7), 40))
                .as("in pieces of at most 40")
                .isEqualTo(answer);
        ResponseParser buffered = new ResponseParser(endpoint(reader), null, encoding);
        ByteBuffer readOnly = ByteBuffer.wrap(body).asReadOnlyBuffer();
        buffered.feed(readOnly);
        assertThat(readOnly.position()).isZero();
        assertThat(buffered.finish(endOfBody)).as("from a read-only buffer").isEqualTo(answer);
        return answer;
    }

    private static Answer inPieces(
            Supplier<? extends UsageReader> reader,
            byte[] body,
            @Nullable String encoding,
            boolean endOfBody,
            Random random,
            int most) {
        ResponseParser parser = new ResponseParser(endpoint(reader), null, encoding);
        for (int at = 0; at < body.length; ) {
            int length = Math.min(1 + random.nextInt(most), body.length - at);
            // out of an array that is used again, as clients do
            byte[] reused = new byte[length + 2];
            System.arraycopy(body, at, reused, 1, length);
            parser.feed(reused, 1, length);
            Arrays.fill(reused, (byte) '#');
            at += length;
        }
        return parser.finish(endOfBody);
    }
}
