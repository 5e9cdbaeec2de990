package io.tallyspan.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientImpl;
import com.anthropic.core.ClientOptions;
import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.core.opentelemetry.OpenTelemetryOptions;
import com.anthropic.models.messages.MessageCreateParams;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.tallyspan.id.Dialect;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GenAiSpanDetectorTest {

    /** With a processor: without one the SDK makes no spans at all. */
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite()))
            .build();

    @AfterEach
    void close() {
        provider.close();
    }

    private Context span(String scope, String key, String value) {
        Span span =
                provider.get(scope).spanBuilder("span").setAttribute(key, value).startSpan();
        return Context.root().with(span);
    }

    @Test
    void spansOfModelCallsCover() {
        assertThat(GenAiSpanDetector.covers(span("any", "gen_ai.operation.name", "chat")))
                .isTrue();
        assertThat(GenAiSpanDetector.covers(span("any", "gen_ai.system", "openai")))
                .isTrue();
        assertThat(GenAiSpanDetector.covers(span("com.anthropic.sdk.java", "a", "b")))
                .isTrue();
    }

    @Test
    void otherSpansDoNot() {
        assertThat(GenAiSpanDetector.covers(Context.root())).isFalse();
        assertThat(GenAiSpanDetector.covers(span("app", "http.request.method", "POST")))
                .isFalse();
        assertThat(GenAiSpanDetector.covers(span("any", "gen_ai.operation.name", "invoke_agent")))
                .isFalse();
        assertThat(GenAiSpanDetector.covers(span("any", "gen_ai.operation.name", "execute_tool")))
                .isFalse();
        Context remote = Context.root()
                .with(Span.wrap(SpanContext.createFromRemoteParent(
                        Records.TRACE, "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault())));
        assertThat(GenAiSpanDetector.covers(remote, Dialect.OPENAI, "chat")).isFalse();
    }

    @Test
    void aSpanThatNobodyWillSeeCoversNothing() {
        SdkTracerProvider unsampled = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite()))
                .setSampler(Sampler.alwaysOff())
                .build();
        Span span = unsampled
                .get("com.anthropic.sdk.java")
                .spanBuilder("span")
                .setAttribute("gen_ai.operation.name", "chat")
                .startSpan();
        assertThat(GenAiSpanDetector.covers(Context.root().with(span))).isFalse();
        unsampled.close();
    }

    @Test
    void theSpanOfAnthropicJava3IsCurrentWhereTheRequestIsSent() {
        Recording http = new Recording();
        AnthropicClient client = new AnthropicClientImpl(ClientOptions.builder()
                .httpClient(http)
                .openTelemetry(
                        OpenTelemetryOptions.builder().tracerProvider(provider).build())
                .build());
        MessageCreateParams message = MessageCreateParams.builder()
                .model("claude-sonnet-5")
                .maxTokens(10)
                .addUserMessage("hello")
                .build();
        client.messages().create(message);
        client.async().messages().create(message).join();
        assertThat(http.contexts).hasSize(2).allMatch(GenAiSpanDetector::covers);
    }

    private static final class Recording implements HttpClient {

        private final List<Context> contexts = new ArrayList<>();

        @Override
        public HttpResponse execute(HttpRequest request, RequestOptions options) {
            contexts.add(Context.current());
            return new Response();
        }

        @Override
        public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
            contexts.add(Context.current());
            return CompletableFuture.completedFuture(new Response());
        }

        @Override
        public void close() {}
    }

    private static final class Response implements HttpResponse {

        @Override
        public int statusCode() {
            return 200;
        }

        @Override
        public Headers headers() {
            return Headers.builder().put("content-type", "application/json").build();
        }

        @Override
        public InputStream body() {
            return new ByteArrayInputStream("""
                    {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5","content":[],
                     "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}
                    """.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() {}
    }
}
