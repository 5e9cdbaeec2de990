package io.tallyspan.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import io.tallyspan.reader.Answer;
import io.tallyspan.reader.Endpoint;
import io.tallyspan.reader.Recognition;
import io.tallyspan.reader.RequestFacts;
import io.tallyspan.reader.ResponseParser;
import io.tallyspan.reader.WireFormats;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A reader beside Jackson's bare tokenizer on the same bytes: the tokenizer visits every token of the body, keeps
 * nothing and, for streams, is even given the documents already cut out of their frames. Pieces are 8 KiB, as from a
 * socket.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReaderBenchmark {

    private static final int PIECE = 8192;

    /** What is read. */
    public enum Body {
        CHAT_2K("/v1/chat/completions", Dialect.OPENAI),
        CHAT_200K("/v1/chat/completions", Dialect.OPENAI),
        CHAT_STREAM_500("/v1/chat/completions", Dialect.OPENAI),
        EMBEDDING_3072("/v1/embeddings", Dialect.OPENAI),
        MESSAGE_2K("/v1/messages", Dialect.ANTHROPIC);

        private final String path;
        private final Dialect dialect;

        Body(String path, Dialect dialect) {
            this.path = path;
            this.dialect = dialect;
        }

        private List<byte[]> documents() {
            return switch (this) {
                case CHAT_2K -> List.of(Bodies.chatCompletion());
                case CHAT_200K -> List.of(Bodies.chatCompletion(200_000).getBytes(UTF_8));
                case EMBEDDING_3072 -> List.of(Bodies.embedding(3072));
                case MESSAGE_2K -> List.of(Bodies.message(1_300));
                case CHAT_STREAM_500 -> {
                    List<byte[]> chunks = new ArrayList<>();
                    for (int i = 0; i < 500; i++) {
                        chunks.add(Bodies.chunk(i).getBytes(UTF_8));
                    }
                    chunks.add(Bodies.lastChunk().getBytes(UTF_8));
                    yield chunks;
                }
            };
        }

        private boolean isStream() {
            return this == CHAT_STREAM_500;
        }
    }

    /** What is read. */
    @Param
    public Body body = Body.CHAT_2K;

    private final JsonFactory json = new JsonFactory();
    private List<byte[]> documents = List.of();
    private byte[] wire = {};
    private @Nullable Endpoint endpoint;
    private Headers headers = Headers.none();

    /** Makes the bytes. */
    @Setup
    public void makeBytes() {
        documents = body.documents();
        StringBuilder all = new StringBuilder();
        for (byte[] document : documents) {
            String text = new String(document, UTF_8);
            all.append(body.isStream() ? "data: " + text + "\n\n" : text);
        }
        wire = all.append(body.isStream() ? "data: [DONE]\n\n" : "").toString().getBytes(UTF_8);
        RequestTarget target = new RequestTarget("POST", "https", "provider.example", 443, body.path, Headers.none());
        Recognition recognition = new WireFormats(Map.of("provider.example", body.dialect)).recognise(target);
        endpoint = ((Recognition.ModelCall) recognition).endpoint();
        headers = Headers.of(Map.of("content-type", body.isStream() ? "text/event-stream" : "application/json"));
    }

    /** Ours. */
    @Benchmark
    public Answer reader() {
        ResponseParser parser = new ResponseParser(requireNonNull(endpoint), RequestFacts.NONE, 200, headers);
        for (int from = 0; from < wire.length; from += PIECE) {
            parser.feed(wire, from, Math.min(PIECE, wire.length - from));
        }
        return parser.finish(true);
    }

    /** The peer. */
    @Benchmark
    public int jacksonTokenizer() throws IOException {
        int tokens = 0;
        for (byte[] document : documents) {
            try (JsonParser parser = json.createParser(document)) {
                while (parser.nextToken() != null) {
                    tokens++;
                }
            }
        }
        return tokens;
    }
}
