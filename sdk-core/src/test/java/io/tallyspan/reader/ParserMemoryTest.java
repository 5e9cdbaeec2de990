package io.tallyspan.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a parser allocates for any body is an upper bound of what it holds. */
class ParserMemoryTest {

    private static final long MAX_BYTES = 64 * 1024;
    private static final byte[] USAGE =
            "\"}}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}".getBytes(UTF_8);

    /** Something that allocates. */
    private interface Work {
        void run();
    }

    private static long allocatedBy(Work work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void aTextOf64MebibytesCostsNothing() {
        byte[] head = "{\"id\":\"c\",\"choices\":[{\"message\":{\"content\":\"".getBytes(UTF_8);
        isConstant(head, USAGE);
    }

    @Test
    void anIdOf64MebibytesCostsNothing() {
        isConstant("{\"id\":\"".getBytes(UTF_8), "\",\"choices\":[{\"x\":{\"y\":\"".getBytes(UTF_8), USAGE);
    }

    @Test
    void anEventOf64MebibytesCostsNothing() {
        isConstant(
                "event: x\ndata: {\"choices\":[{\"delta\":{\"content\":\"".getBytes(UTF_8),
                USAGE,
                "\n\n".getBytes(UTF_8));
    }

    @Test
    void aKeyOf64MebibytesCostsNothing() {
        isConstant("{\"".getBytes(UTF_8), "\":1,\"choices\":[{\"x\":{\"y\":\"".getBytes(UTF_8), USAGE);
    }

    private static void isConstant(byte[] head, byte[]... tail) {
        byte[] text = new byte[8 * 1024];
        Arrays.fill(text, (byte) 'x');
        ResponseParser parser = Feeding.parser(Feeding.endpoint(() -> new OpenAiReader(Dialect.OPENAI)), null, null);
        long allocated = allocatedBy(() -> {
            parser.feed(head, 0, head.length);
            for (int i = 0; i < 64 * 1024 * 1024 / text.length; i++) {
                parser.feed(text, 0, text.length);
            }
            for (byte[] part : tail) {
                parser.feed(part, 0, part.length);
            }
        });
        assertThat(parser.finish(true).usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(4);
        assertThat(allocated).isLessThan(MAX_BYTES);
    }

    @Test
    void twoHundredThousandEventsCostNothing() {
        byte[] start =
                ("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"m\","
                                + "\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}\n\n")
                        .getBytes(UTF_8);
        byte[] event = ("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                        + "\"delta\":{\"type\":\"text_delta\",\"text\":\"word\"}}\n\n")
                .getBytes(UTF_8);
        ResponseParser parser = Feeding.parser(Feeding.endpoint(AnthropicReader::new), null, null);
        long allocated = allocatedBy(() -> {
            parser.feed(start, 0, start.length);
            for (int i = 0; i < 200_000; i++) {
                int half = i % event.length;
                parser.feed(event, 0, half);
                parser.feed(event, half, event.length - half);
            }
        });
        assertThat(parser.answer().usage().get(Unit.INPUT_TOKENS)).isEqualTo(3);
        assertThat(allocated).isLessThan(MAX_BYTES);
    }

    @Test
    void twoHundredThousandChunksOfAChatCostNothing() {
        byte[] chunk = ("data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"model\":\"gpt-5\","
                        + "\"service_tier\":\"default\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},"
                        + "\"finish_reason\":null}],\"usage\":null}\n\n")
                .getBytes(UTF_8);
        ResponseParser parser = Feeding.parser(Feeding.endpoint(() -> new OpenAiReader(Dialect.OPENAI)), null, null);
        long allocated = allocatedBy(() -> {
            for (int i = 0; i < 200_000; i++) {
                parser.feed(chunk, 0, chunk.length);
            }
        });
        assertThat(parser.answer().responseModel()).isEqualTo("gpt-5");
        assertThat(allocated).isLessThan(MAX_BYTES);
    }

    @Test
    void aSmallAnswerCostsLittle() {
        byte[] body = ("{\"id\":\"chatcmpl-1\",\"model\":\"gpt-5\",\"choices\":[{\"message\":{\"content\":\""
                        + "x".repeat(2_000) + new String(USAGE, UTF_8))
                .getBytes(UTF_8);
        Endpoint endpoint = Feeding.endpoint(() -> new OpenAiReader(Dialect.OPENAI));
        Work read = () -> {
            ResponseParser parser = Feeding.parser(endpoint, "application/json", null);
            parser.feed(body, 0, body.length);
            assertThat(parser.finish(true).usageFinal()).isTrue();
        };
        read.run();
        Work parse = () -> {
            for (int i = 0; i < 100; i++) {
                ResponseParser parser = Feeding.parser(endpoint, "application/json", null);
                parser.feed(body, 0, body.length);
                parser.finish(true);
            }
        };
        assertThat(allocatedBy(parse) / 100).isLessThan(2_048);
    }
}
