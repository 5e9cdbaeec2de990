package io.tallyspan.benchmarks;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.tallyspan.estimate.JtokkitCounter;
import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.reader.Answer;
import io.tallyspan.reader.AnswerText;
import io.tallyspan.reader.Endpoint;
import io.tallyspan.reader.Recognition;
import io.tallyspan.reader.RequestFacts;
import io.tallyspan.reader.ResponseParser;
import io.tallyspan.reader.WireFormats;
import io.tallyspan.usage.TokenCounter;
import java.io.IOException;
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
 * nothing and, for streams, is even given the documents already cut out of their frames; a second one has to cut them
 * out. Pieces are 8 KiB, as from a socket.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReaderBenchmark {

    private static final int PIECE = 8192;

    /** What is read. */
    @Param
    public Body body = Body.CHAT_2K;

    private final JsonFactory json = new JsonFactory();
    private final TokenCounter counter = new JtokkitCounter();
    private List<byte[]> documents = List.of();
    private byte[] wire = {};
    private @Nullable Endpoint endpoint;
    private Headers headers = Headers.none();

    /** Makes the bytes. */
    @Setup
    public void makeBytes() {
        documents = body.documents();
        wire = body.framing().wire(documents);
        RequestTarget target = new RequestTarget("POST", "https", "provider.example", 443, body.path(), Headers.none());
        Recognition recognition = new WireFormats(Map.of("provider.example", body.dialect())).recognise(target);
        endpoint = ((Recognition.ModelCall) recognition).endpoint();
        headers = Headers.of(Map.of("content-type", body.framing().contentType()));
        if (!reader().terminated() || (body != Body.COMPLETE_2K && !reader().usageFinal())) {
            throw new IllegalStateException(body + " is not read: " + reader());
        }
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

    /** Ours, with the tokens of the texts counted for an estimate. */
    @Benchmark
    public long readerAndEstimate() {
        AnswerText text = new AnswerText(counter, () -> "gpt-4o");
        ResponseParser parser = new ResponseParser(requireNonNull(endpoint), RequestFacts.NONE, 200, headers, text);
        for (int from = 0; from < wire.length; from += PIECE) {
            parser.feed(wire, from, Math.min(PIECE, wire.length - from));
        }
        parser.finish(true);
        return text.tokens();
    }

    /** The peer. Marks that are no JSON are passed over. */
    @Benchmark
    public int jacksonTokenizer() throws IOException {
        int tokens = 0;
        for (byte[] document : documents) {
            if (document[0] == '{') {
                tokens += tokens(document, 0, document.length);
            }
        }
        return tokens;
    }

    /** The peer, which has to find its documents in the same bytes as we have: by a loop over them, and the JDK. */
    @Benchmark
    public int jacksonTokenizerWithFrames() throws IOException {
        int[] tokens = {0};
        body.framing().read(wire, (bytes, start, end) -> {
            if (end > start && (bytes[start] == '{' || (bytes[start] == '[' && start == 0))) {
                tokens[0] += tokens(bytes, start, end);
            }
        });
        return tokens[0];
    }

    private int tokens(byte[] bytes, int start, int end) throws IOException {
        int tokens = 0;
        try (JsonParser parser = json.createParser(bytes, start, end - start)) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }
}
