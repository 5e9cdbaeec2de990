package io.tallyspan.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest {

    private static final String CHUNK =
            "{\"id\":\"chatcmpl-F\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}";

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void linesEndInThreeWays(String newLine) {
        String body = String.join(newLine, ": hello", "", "event: x", "data: " + CHUNK, "", "", "data: [DONE]", "", "");
        Answer answer = Feeding.openAi(body);
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(4);
        assertThat(answer.terminated()).isTrue();
        assertThat(answer.unreadable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:%s\n\ndata:[DONE]\n\n",
                "\uFEFFdata: %s\n\ndata: [DONE]\n\n",
                "\n\n\r\ndata: %s\n\ndata: [DONE]",
                ":\n:\nid: 7\nretry: 10\ndata: %s  \n\ndata:  [DONE] \n\n",
                "data\ndata:\nevent\ndata: %s\n\ndata: [DONE]\n",
                "unknown: field\nevent: ping\ndata: pong\n\ndata: %s\n\ndata: [DONE]\n\n",
                "dat: {\"usage\":1}\ndatas: x\n\ndata: %s\n\ndata: [DONE]\n\n"
            })
    void eventStreamsAreReadHoweverTheyAreWritten(String template) {
        String body = template.contains("unknown") || template.contains("dat:") ? ": first\n" + template : template;
        Answer answer = Feeding.openAi(body.formatted(CHUNK));
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isEqualTo(3);
        assertThat(answer.terminated()).isTrue();
        assertThat(answer.unreadable()).isFalse();
    }

    @Test
    void dataOfSeveralLinesAreOneDocument() {
        Answer answer =
                Feeding.openAi("data: {\"usage\":\ndata: {\"prompt_tokens\":3,\ndata:\"completion_tokens\":4}}\n\n");
        assertThat(answer.usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(4);
        assertThat(answer.unreadable()).isFalse();
    }

    @Test
    void theLastEventCountsWithoutTheEmptyLineAfterIt() {
        for (String end : List.of("", "\n", "\r")) {
            Answer answer = Feeding.openAi("data: " + CHUNK + end);
            assertThat(answer.usageFinal()).isTrue();
        }
        assertThat(Feeding.cut(() -> new OpenAiReader(Dialect.OPENAI), "data: " + CHUNK)
                        .usageFinal())
                .isTrue();
        assertThat(Feeding.cut(() -> new OpenAiReader(Dialect.OPENAI), "data: [DONE]")
                        .terminated())
                .isTrue();
        assertThat(Feeding.cut(() -> new OpenAiReader(Dialect.OPENAI), "data: [DON")
                        .terminated())
                .isFalse();
    }

    @Test
    void anEventThatIsCutIsNoMistakeOfTheFormat() {
        String cut = "data: " + CHUNK + "\n\ndata: {\"id\":\"x";
        assertThat(Feeding.cut(() -> new OpenAiReader(Dialect.OPENAI), cut).unreadable())
                .isFalse();
        assertThat(Feeding.whole(() -> new OpenAiReader(Dialect.OPENAI), cut.getBytes(UTF_8), null, true)
                        .unreadable())
                .isTrue();
    }

    @Test
    void aMalformedEventIsToldAndTheNextOnesAreRead() {
        Answer answer =
                Feeding.openAi("data: {\"id\":nonsense}\n\ndata: " + CHUNK + "\n\ndata: {} {}\n\ndata: [DONE]\n\n");
        assertThat(answer.unreadable()).isTrue();
        assertThat(answer.usage().get(Unit.INPUT_TOKENS)).isEqualTo(3);
        assertThat(answer.terminated()).isTrue();
    }

    /** Found by fuzzing: it was noticed only if more bytes came in the same piece. */
    @Test
    void anEventThatIsMalformedBeforeItIsCutIsToldAtOnce() {
        String malformed = "data: {\"id\" 1";
        for (int length = malformed.length(); length > malformed.length() - 2; length--) {
            assertThat(Feeding.cut(() -> new OpenAiReader(Dialect.OPENAI), malformed.substring(0, length))
                            .unreadable())
                    .isEqualTo(length == malformed.length());
        }
    }

    @Test
    void dataThatAreAnArrayAreNotTheEnd() {
        Answer answer = Feeding.openAi("data: [\"DONE\"]\n\ndata: [1,2]\n\ndata: []\n\n");
        assertThat(answer.terminated()).isFalse();
        assertThat(answer.unreadable()).isFalse();
    }

    @Test
    void theFirstByteDecidesAndNotTheContentType() {
        for (String type : new String[] {null, "application/json", "text/event-stream", "text/plain"}) {
            assertThat(read(type, "data: " + CHUNK + "\n\n").usageFinal())
                    .as("%s", type)
                    .isTrue();
            assertThat(read(type, " \r\n" + CHUNK).usageFinal()).as("%s", type).isTrue();
            assertThat(read(type, "\uFEFF" + CHUNK).usageFinal()).as("%s", type).isTrue();
        }
    }

    private static Answer read(@Nullable String contentType, String body) {
        ResponseParser parser =
                Feeding.parser(Feeding.endpoint(() -> new OpenAiReader(Dialect.OPENAI)), contentType, null);
        byte[] bytes = body.getBytes(UTF_8);
        parser.feed(bytes, 0, bytes.length);
        return parser.finish(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body>502</body></html>",
                "Bad gateway",
                "\"text\"",
                "\u0000\u0001",
                "{\"a\":1",
                "{]",
                "{} x"
            })
    void whatIsNoAnswerIsUnreadable(String body) {
        Answer answer = Feeding.openAi(body);
        assertThat(answer.unreadable()).isTrue();
        assertThat(answer.usage().isEmpty()).isTrue();
    }

    @Test
    void anEmptyBodySaysNothing() {
        assertThat(Feeding.openAi("")).isEqualTo(Answer.NOTHING);
        assertThat(Feeding.openAi(" \n")).isEqualTo(Answer.NOTHING);
    }

    @Test
    void bytesAfterTheEndAreIgnored() {
        ResponseParser parser = Feeding.parser(Feeding.endpoint(() -> new OpenAiReader(Dialect.OPENAI)), null, null);
        byte[] bytes = CHUNK.getBytes(UTF_8);
        parser.feed(bytes, 0, bytes.length);
        Answer answer = parser.finish(true);
        parser.feed(new byte[] {'x'}, 0, 1);
        assertThat(parser.finish(false)).isEqualTo(answer);
    }

    @Test
    void theNameOfAnEventIsTold() {
        List<String> events = new ArrayList<>();
        Feeding.endpoint(() -> new Recording(events));
        ResponseParser parser = Feeding.parser(Feeding.endpoint(() -> new Recording(events)), null, null);
        byte[] body = ("event: a\ndata: {}\n\nevent:a\ndata: {}\n\ndata: {}\n\nevent: " + "long".repeat(50)
                        + "\ndata: {}\n\nevent: ü\ndata: {}\n\nevent:\ndata: {}\n\n")
                .getBytes(UTF_8);
        parser.feed(body, 0, body.length);
        assertThat(events).containsExactly("a", "a", "null", "long".repeat(16), "ü", "null");
    }

    /** Writes down the events. */
    private record Recording(List<String> events) implements UsageReader {

        @Override
        public JsonPaths paths() {
            return JsonPaths.builder().add("x", 1).build();
        }

        @Override
        public void documentStart(@Nullable String event) {
            events.add(String.valueOf(event));
        }

        @Override
        public void value(int path, JsonValue value) {}

        @Override
        public Answer answer() {
            return Answer.NOTHING;
        }
    }

    @Test
    void noBytesWhateverDoHarm() {
        String alphabet = "{}[]\",:\\u0 12.e-tfn\n\r data:event[DONE]\u00e9";
        Random random = new Random(20);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder body = new StringBuilder(random.nextBoolean() ? "{\"usage\":" : "data: ");
            for (int i = random.nextInt(60); i > 0; i--) {
                body.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            byte[] bytes = body.toString().getBytes(UTF_8);
            Answer whole = inPieces(bytes, bytes.length);
            assertThat(inPieces(bytes, 1 + random.nextInt(5))).as("%s", body).isEqualTo(whole);
        }
    }

    private static Answer inPieces(byte[] bytes, int size) {
        ResponseParser parser = Feeding.parser(Feeding.endpoint(AnthropicReader::new), null, null);
        for (int at = 0; at < bytes.length; at += size) {
            parser.feed(bytes, at, Math.min(size, bytes.length - at));
        }
        return parser.finish(true);
    }
}
