package io.tallyspan.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import com.sun.management.ThreadMXBean;
import io.tallyspan.http.Headers;
import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentEncodingTest {

    private static final String BODY = "{\"id\":\"chatcmpl-Z\",\"choices\":[{\"message\":{\"content\":\""
            + "lorem ipsum ".repeat(500)
            + "\"}}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}";

    @BeforeAll
    static void brotliMayHaveNoNativePartHere() {
        Assumptions.assumeTrue(
                Brotli4jLoader.isAvailable(), "the native part of Brotli4j among the tests is that of Linux on x86-64");
    }

    private static void isRead(byte[] body, String encoding) {
        Answer answer = Feeding.whole(() -> new OpenAiReader(Dialect.OPENAI), body, encoding, true);
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(4);
        assertThat(answer.terminated()).isTrue();
        assertThat(answer.unreadable()).isFalse();
    }

    /** Makes an encoding stream around another. */
    private interface Encoder {
        OutputStream around(OutputStream out) throws IOException;
    }

    private static byte[] encode(String text, Encoder encoder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = encoder.around(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(String text) throws IOException {
        return encode(text, GZIPOutputStream::new);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP", " gzip "})
    void gzipIsUndone(String encoding) throws IOException {
        isRead(gzip(BODY), encoding);
    }

    @Test
    void gzipOfSeveralMembersIsOneBody() throws IOException {
        isRead(concat(gzip(BODY.substring(0, 10)), gzip(""), gzip(BODY.substring(10)), new byte[] {0, 0, 0}), "gzip");
    }

    @Test
    void gzipWithEveryHeaderFieldIsUndone() throws IOException {
        byte[] plain = BODY.getBytes(UTF_8);
        CRC32 crc = new CRC32();
        crc.update(plain);
        byte[] data = encode(BODY, out -> new DeflaterOutputStream(out, new Deflater(9, true)));
        byte[] header = {0x1f, (byte) 0x8b, 8, 2 + 4 + 8 + 16, 0, 0, 0, 0, 0, 3};
        byte[] fields = {3, 0, 'x', 'y', 'z', 'n', 'a', 'm', 'e', 0, 'c', 0, 1, 2};
        int sum = (int) crc.getValue();
        byte[] trailer = {
            (byte) sum,
            (byte) (sum >> 8),
            (byte) (sum >> 16),
            (byte) (sum >> 24),
            (byte) plain.length,
            (byte) (plain.length >> 8),
            0,
            0
        };
        isRead(concat(header, fields, data, trailer), "gzip");
    }

    @Test
    void deflateIsUndoneWithAndWithoutItsHeader() throws IOException {
        isRead(encode(BODY, DeflaterOutputStream::new), "deflate");
        isRead(encode(BODY, out -> new DeflaterOutputStream(out, new Deflater(1, true))), "deflate");
    }

    @Test
    void plainBytesUnderTheHeaderOfGzipAreReadAsTheyAre() {
        isRead(BODY.getBytes(UTF_8), "gzip");
        isRead(BODY.getBytes(UTF_8), "identity");
        isRead(BODY.getBytes(UTF_8), "");
    }

    @Test
    void anAnswerIsTerminatedBeforeTheTrailerComes() throws IOException {
        byte[] body = gzip(BODY);
        Answer answer = Feeding.whole(
                () -> new OpenAiReader(Dialect.OPENAI), Arrays.copyOf(body, body.length - 8), "gzip", false);
        assertThat(answer.terminated()).isTrue();
        assertThat(answer.usageFinal()).isTrue();
    }

    @Test
    void brokenDataAreUnreadable() throws IOException {
        byte[] body = gzip(BODY);
        Arrays.fill(body, 12, 40, (byte) 0xff);
        assertThat(Feeding.whole(() -> new OpenAiReader(Dialect.OPENAI), body, "gzip", true)
                        .unreadable())
                .isTrue();
        byte[] wrongMethod = {0x1f, (byte) 0x8b, 7, 0, 0, 0, 0, 0, 0, 3};
        assertThat(Feeding.whole(() -> new OpenAiReader(Dialect.OPENAI), wrongMethod, "gzip", true)
                        .unreadable())
                .isTrue();
        assertThat(Feeding.whole(() -> new OpenAiReader(Dialect.OPENAI), new byte[] {6, 6, 6, 6}, "deflate", true)
                        .unreadable())
                .isTrue();
    }

    private static byte[] br(String text) throws IOException {
        return encode(text, BrotliOutputStream::new);
    }

    private static byte[] zstd(String text) throws IOException {
        return encode(text, ZstdOutputStreamNoFinalizer::new);
    }

    private static boolean isUnreadable(byte[] body, String encoding) {
        return Feeding.whole(() -> new OpenAiReader(Dialect.OPENAI), body, encoding, true)
                .unreadable();
    }

    @Test
    void brotliIsUndone() throws IOException {
        isRead(br(BODY), "br");
        isRead(br(BODY), " BR ");
        assertThat(isUnreadable(concat(br(BODY), "what follows the end".getBytes(UTF_8)), "br"))
                .isTrue();
    }

    @Test
    void zstdIsUndone() throws IOException {
        isRead(zstd(BODY), "zstd");
        byte[] skippable = {0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 'x', 'y', 'z'};
        isRead(concat(skippable, zstd(BODY.substring(0, 10)), zstd(""), skippable, zstd(BODY.substring(10))), "zstd");
        isRead(BODY.getBytes(UTF_8), "zstd");
    }

    @Test
    void severalEncodingsAreUndoneInTheOrderOppositeToTheHeaders() throws IOException {
        byte[] gzipThenBr = encode(BODY, out -> new GZIPOutputStream(new BrotliOutputStream(out)));
        isRead(gzipThenBr, "gzip, br");
        byte[] brThenGzip = encode(BODY, out -> new BrotliOutputStream(new GZIPOutputStream(out)));
        isRead(brThenGzip, "br,identity , gzip");
        byte[] threeTimes = encode(
                BODY, out -> new DeflaterOutputStream(new ZstdOutputStreamNoFinalizer(new GZIPOutputStream(out))));
        isRead(threeTimes, "deflate, zstd, gzip");
        assertThat(isUnreadable(gzipThenBr, "br, gzip")).isTrue();
        assertThat(isUnreadable(gzip(BODY), "gzip, gzip, gzip, gzip"))
                .as("each takes memory: there is a limit")
                .isTrue();
        assertThat(isUnreadable(gzip(BODY), "gzip, compress")).isTrue();
    }

    @Test
    void headersOnSeveralLinesAreOneList() throws IOException {
        Headers lines = new Headers() {
            @Override
            public @Nullable String first(String name) {
                return name.equalsIgnoreCase("Content-Encoding") ? "gzip" : null;
            }

            @Override
            public void forEach(BiConsumer<String, String> consumer) {
                consumer.accept("content-encoding", "gzip");
                consumer.accept("CONTENT-ENCODING", "br");
            }
        };
        ResponseParser parser = new ResponseParser(
                Feeding.endpoint(() -> new OpenAiReader(Dialect.OPENAI)), RequestFacts.NONE, 200, lines);
        byte[] body = encode(BODY, out -> new GZIPOutputStream(new BrotliOutputStream(out)));
        parser.feed(body, 0, body.length);
        assertThat(parser.finish(true).usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip"})
    void whatAStreamHasFlushedIsRead(String encoding) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OutputStream encoded = switch (encoding) {
            case "br" -> new BrotliOutputStream(bytes);
            case "zstd" -> new ZstdOutputStreamNoFinalizer(bytes);
            default -> new GZIPOutputStream(bytes, true);
        };
        ResponseParser parser =
                Feeding.parser(Feeding.endpoint(() -> new OpenAiReader(Dialect.OPENAI)), null, encoding);
        List<String> events = List.of(
                "data: {\"id\":\"c\",\"choices\":[{\"delta\":{}}]}\n\n",
                "data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}\n\n",
                "data: [DONE]\n\n");
        for (String event : events) {
            encoded.write(event.getBytes(UTF_8));
            encoded.flush();
            byte[] flushed = bytes.toByteArray();
            bytes.reset();
            parser.feed(flushed, 0, flushed.length);
            assertThat(parser.terminated()).isEqualTo(event.contains("[DONE]"));
        }
        Answer reset = parser.finish(false);
        assertThat(reset.usage().get(Unit.OUTPUT_TOKENS))
                .as("although the encoded stream has no end")
                .isEqualTo(4);
        assertThat(reset.terminated()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd"})
    void aBodyThatIsCutIsReadAsFarAsItGoes(String encoding) throws IOException {
        byte[] whole = encoding.equals("br") ? br(BODY) : zstd(BODY);
        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        Answer answer = Feeding.whole(() -> new OpenAiReader(Dialect.OPENAI), half, encoding, false);
        assertThat(answer.terminated()).isFalse();
        assertThat(answer.usage().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip", "gzip, br"})
    void aBodyThatGrowsWithoutMeasureTakesNoMemory(String encoding) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OutputStream encoded = switch (encoding) {
            case "br" -> new BrotliOutputStream(bytes);
            case "zstd" -> new ZstdOutputStreamNoFinalizer(bytes);
            case "gzip" -> new GZIPOutputStream(bytes);
            default -> new GZIPOutputStream(new BrotliOutputStream(bytes));
        };
        byte[] blanks = " ".repeat(1 << 20).getBytes(UTF_8);
        try (encoded) {
            for (int i = 0; i < 64; i++) {
                encoded.write(blanks);
            }
            encoded.write(BODY.getBytes(UTF_8));
        }
        assertThat(bytes.size()).isLessThan(1 << 20);
        ResponseParser parser =
                Feeding.parser(Feeding.endpoint(() -> new OpenAiReader(Dialect.OPENAI)), null, encoding);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] body = bytes.toByteArray();
        long before = threads.getCurrentThreadAllocatedBytes();
        parser.feed(body, 0, body.length);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(parser.finish(true).usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(4);
        assertThat(allocated).as("of 64 MiB").isLessThan(8 << 20);
    }

    @Test
    void aZstdFrameThatWantsMoreMemoryThanTheEncodingAllowsIsRefused() throws IOException {
        byte[] wide = encode("x".repeat(20 << 20), out -> new ZstdOutputStreamNoFinalizer(out).setLong(27));
        ResponseParser parser = Feeding.parser(Feeding.endpoint(() -> new OpenAiReader(Dialect.OPENAI)), null, "zstd");
        parser.feed(wide, 0, wide.length);
        assertThat(parser.finish(true).unreadable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip", "deflate", "br, zstd", "zstd, br"})
    void nonsenseIsNeverAnException(String encoding) throws IOException {
        Random random = new Random(11);
        byte[][] good = {br(BODY), zstd(BODY), gzip(BODY)};
        for (int i = 0; i < 2_000; i++) {
            byte[] body = good[random.nextInt(good.length)].clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            if (i % 4 == 0) {
                random.nextBytes(body);
            }
            ResponseParser parser =
                    Feeding.parser(Feeding.endpoint(() -> new OpenAiReader(Dialect.OPENAI)), null, encoding);
            for (int at = 0; at < body.length; ) {
                int length = Math.min(1 + random.nextInt(40), body.length - at);
                parser.feed(body, at, length);
                at += length;
            }
            assertThat(parser.finish(random.nextBoolean())).isNotNull();
            parser.release();
            parser.feed(body, 0, body.length);
        }
    }

    @Test
    void encodingsThatNobodyUndoesAreUnreadableAndNoGarbage() {
        Answer answer = Feeding.whole(() -> new OpenAiReader(Dialect.OPENAI), BODY.getBytes(UTF_8), "compress", true);
        assertThat(answer.unreadable()).isTrue();
        assertThat(answer.usage().isEmpty()).isTrue();
    }
}
