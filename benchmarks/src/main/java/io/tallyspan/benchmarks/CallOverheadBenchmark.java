package io.tallyspan.benchmarks;

import static java.util.Objects.requireNonNull;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.core.ClientOptions;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.opentelemetry.instrumentation.openai.v1_1.OpenAITelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.openai.TallyspanOpenAi;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One chat completion through openai-java over a transport without a network: bare, with OpenTelemetry's
 * instrumentation library for openai-java, and with Tallyspan. The difference to bare is what observing costs the
 * application's thread and heap. The peer's spans end in a processor that drops them, our records in a sink that drops
 * them: neither pays for the export.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallOverheadBenchmark {

    /** Who observes the call. */
    public enum Observer {
        BARE,
        OPENTELEMETRY,
        TALLYSPAN
    }

    /** Who observes the call. */
    @Param
    public Observer observer = Observer.BARE;

    private final ChatCompletionCreateParams request = ChatCompletionCreateParams.builder()
            .model("gpt-4o")
            .addSystemMessage("You are the planner of a support desk. Answer in one sentence. ".repeat(12))
            .addUserMessage("My invoice of March shows two seats too many; what went wrong? ".repeat(8))
            .temperature(0.2)
            .build();
    private @Nullable OpenAIClient client;
    private @Nullable Tallyspan tallyspan;
    private @Nullable AttributionScope scope;

    /** Makes the client. */
    @Setup
    public void open() {
        OpenAIClient bare = new OpenAIClientImpl(ClientOptions.builder()
                .httpClient(new CannedTransport())
                .apiKey("none")
                .baseUrl("https://api.openai.com/v1")
                .build());
        client = switch (observer) {
            case BARE -> bare;
            case OPENTELEMETRY ->
                OpenAITelemetry.create(OpenTelemetrySdk.builder()
                                .setTracerProvider(SdkTracerProvider.builder()
                                        .addSpanProcessor(new DroppingProcessor())
                                        .build())
                                .build())
                        .wrap(bare);
            case TALLYSPAN -> {
                tallyspan = Tallyspan.builder().sink(record -> {}).build();
                yield TallyspanOpenAi.create(tallyspan).wrap(bare);
            }
        };
    }

    /** A run as short as an agent's, so that its books do not outgrow it. */
    @Setup(Level.Iteration)
    public void openRun() {
        if (tallyspan != null) {
            scope = tallyspan
                    .run("benchmark")
                    .customer("acme")
                    .feature("support")
                    .open();
        }
    }

    /** Closes the run. */
    @TearDown(Level.Iteration)
    public void closeRun() {
        if (scope != null) {
            scope.close();
        }
    }

    /** Closes the observer. */
    @TearDown
    public void close() {
        if (tallyspan != null) {
            tallyspan.close();
        }
    }

    /** One call. */
    @Benchmark
    public ChatCompletion chatCompletion() {
        return requireNonNull(client).chat().completions().create(request);
    }
}
