package io.tallyspan.fuzz;

import io.tallyspan.http.Headers;
import io.tallyspan.reader.Answer;
import io.tallyspan.reader.AnswerText;
import io.tallyspan.reader.RequestFacts;
import io.tallyspan.reader.RequestParser;
import io.tallyspan.reader.RequestText;
import io.tallyspan.reader.ResponseParser;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Reads an input as a body, whole and in pieces, and holds both to the same answer. */
final class ReaderHarness {

    /** Endpoint, status and headers, pieces. */
    static final int HEAD = 3;

    private static final int[] STATUSES = {200, 200, 200, 200, 206, 400, 429, 500};
    private static final String[] ENCODINGS = {"deflate", "br", "zstd", "gzip, br"};
    private static final int MOST_LINES = 256;
    /** The most characters that may be kept of a text that is counted. */
    private static final int SEGMENT = 4096;

    /** What a body says, and how many characters its texts have. */
    private record Read(Answer answer, long characters) {}

    private ReaderHarness() {}

    static void read(byte[] input) {
        if (input.length < HEAD) {
            return;
        }
        byte[] body = Arrays.copyOfRange(input, HEAD, input.length);
        Read whole = answer(input, body, () -> Integer.MAX_VALUE);
        boolean encoded = (input[1] & 8) != 0 || (body.length > 1 && body[0] == 0x1F && body[1] == (byte) 0x8B);
        same("in single bytes", whole, answer(input, body, () -> 1), encoded);
        Random random = new Random(input[2]);
        same("in pieces", whole, answer(input, body, () -> 1 + random.nextInt(20)), encoded);
        if (whole.answer().lines().size() > MOST_LINES) {
            throw new AssertionError(whole.answer().lines().size() + " lines");
        }
        String contentType = (input[1] & 16) == 0 ? "application/json" : "multipart/form-data; boundary=b";
        RequestFacts facts = request(contentType, body, () -> Integer.MAX_VALUE);
        same("a request in single bytes", facts, request(contentType, body, () -> 1));
        same("a request's text", requestText(body, () -> Integer.MAX_VALUE), requestText(body, () -> 1));
    }

    /**
     * How far the bytes before a broken one of a compressed body are read depends on the pieces; that it is broken does
     * not.
     */
    private static void same(String how, Read whole, Read pieces, boolean encoded) {
        if (!encoded || !whole.answer().unreadable() || !pieces.answer().unreadable()) {
            same(how, whole, pieces);
        }
    }

    private static void same(String how, Object whole, Object pieces) {
        if (!whole.equals(pieces)) {
            throw new AssertionError(how + ": " + pieces + ", but whole: " + whole);
        }
    }

    private static Read answer(byte[] input, byte[] body, IntSupplier pieces) {
        Headers headers = (input[1] & 8) == 0
                ? Headers.none()
                : Headers.of(Map.of(
                        "content-encoding",
                        (input[1] & 32) == 0 ? "gzip" : ENCODINGS[input[2] & 3],
                        "x-amzn-bedrock-input-token-count",
                        "17",
                        "x-litellm-response-cost",
                        "0.25"));
        RequestFacts request = new RequestFacts("asked-for", (input[1] & 64) != 0, false);
        AnswerText text = new AnswerText(ReaderHarness::characters, () -> null);
        ResponseParser parser =
                new ResponseParser(Targets.at(input[0]), request, STATUSES[input[1] & 7], headers, text);
        for (int at = 0; at < body.length; ) {
            int length = Math.min(pieces.getAsInt(), body.length - at);
            parser.feed(body, at, length);
            at += length;
        }
        Answer answer = parser.finish((input[1] & 128) == 0);
        return new Read(answer, answer.unreadable() ? -1 : text.tokens());
    }

    private static long characters(String text, @Nullable String model) {
        if (text.length() > SEGMENT) {
            throw new AssertionError(text.length() + " characters of a text were kept");
        }
        return text.length();
    }

    private static long requestText(byte[] body, IntSupplier pieces) {
        RequestText text = new RequestText(ReaderHarness::characters, () -> null);
        for (int at = 0; at < body.length; ) {
            int length = Math.min(pieces.getAsInt(), body.length - at);
            text.feed(body, at, length);
            at += length;
        }
        return text.tokens();
    }

    private static RequestFacts request(String contentType, byte[] body, IntSupplier pieces) {
        RequestParser parser = new RequestParser(contentType);
        for (int at = 0; at < body.length; ) {
            int length = Math.min(pieces.getAsInt(), body.length - at);
            parser.feed(body, at, length);
            at += length;
        }
        return parser.facts();
    }
}
