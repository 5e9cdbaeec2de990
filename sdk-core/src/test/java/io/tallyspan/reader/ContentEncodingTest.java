package io.tallyspan.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentEncodingTest {

    private static final String BODY = "{\"id\":\"chatcmpl-Z\",\"choices\":[{\"message\":{\"content\":\""
            + "lorem ipsum ".repeat(500)
            + "\"}}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}";

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

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip, br", "compress"})
    void encodingsThatNobodyUndoesAreUnreadableAndNoGarbage(String encoding) {
        Answer answer = Feeding.whole(() -> new OpenAiReader(Dialect.OPENAI), BODY.getBytes(UTF_8), encoding, true);
        assertThat(answer.unreadable()).isTrue();
        assertThat(answer.usage().isEmpty()).isTrue();
    }
}
