package io.tallyspan.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.http.Headers;
import io.tallyspan.id.Dialect;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a body in every way that it may arrive, and expects the same answer each time. */
final class Feeding {

    private Feeding() {}

    static Endpoint endpoint(Supplier<? extends UsageReader> reader) {
        return Endpoint.inference(Dialect.OPENAI, "chat", OpenAiFamily.CHAT_BILLS, reader);
    }

    static ResponseParser parser(Endpoint endpoint, @Nullable String contentType, @Nullable String contentEncoding) {
        Map<String, String> headers = new TreeMap<>();
        if (contentType != null) {
            headers.put("content-type", contentType);
        }
        if (contentEncoding != null) {
            headers.put("content-encoding", contentEncoding);
        }
        return new ResponseParser(endpoint, RequestFacts.NONE, 200, Headers.of(headers));
    }

    static Answer openAi(String body) {
        return whole(() -> new OpenAiReader(Dialect.OPENAI), body.getBytes(UTF_8), null, true);
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
        ResponseParser parser = parser(endpoint(reader), null, encoding);
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
        ResponseParser buffered = parser(endpoint(reader), null, encoding);
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
        ResponseParser parser = parser(endpoint(reader), null, encoding);
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
