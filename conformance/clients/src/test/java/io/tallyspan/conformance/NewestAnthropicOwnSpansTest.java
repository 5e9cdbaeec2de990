package io.tallyspan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.core.opentelemetry.OpenTelemetryOptions;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.tallyspan.Tallyspan;
import io.tallyspan.anthropic.TallyspanAnthropic;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.id.Dialect;
import io.tallyspan.testing.provider.FakeProvider;
import io.tallyspan.testing.recorder.UsageRecorder;
import io.tallyspan.usage.UsageRecord;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The GenAI spans that anthropic-java makes since 3.0: they stay, and the exchange knows of them. */
class NewestAnthropicOwnSpansTest {

    @RegisterExtension
    final UsageRecorder recorder = new UsageRecorder();

    private final List<ReadableSpan> spans = new CopyOnWriteArrayList<>();
    private final SdkTracerProvider tracers =
            SdkTracerProvider.builder().addSpanProcessor(new Kept()).build();
    private final FakeProvider provider = FakeProvider.start();
    private final Tallyspan tallyspan = Tallyspan.builder()
            .host(provider.authority(), Dialect.ANTHROPIC)
            .sink(recorder)
            .build();
    private final AnthropicClient client = TallyspanAnthropic.create(tallyspan)
            .wrap(AnthropicOkHttpClient.builder()
                    .baseUrl(provider.url().toString())
                    .apiKey("no-secret")
                    .openTelemetry(OpenTelemetryOptions.builder()
                            .tracerProvider(tracers)
                            .build())
                    .build());

    private final class Kept implements SpanProcessor {

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            spans.add(span);
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }

    @AfterEach
    void close() {
        client.close();
        tallyspan.close();
        provider.close();
        tracers.close();
    }

    private static MessageCreateParams message() {
        return MessageCreateParams.builder()
                .model("claude-haiku-4-5")
                .maxTokens(100)
                .addUserMessage("hello")
                .build();
    }

    @Test
    void aBlockingCallIsParentedToTheSdksSpanAndCoveredByIt() {
        assertThat(client.messages().create(message()).id()).isNotEmpty();

        isCovered();
    }

    @Test
    void anAsyncCallIsToo() throws Exception {
        try (AttributionScope scope = tallyspan.run("agent").customer("acme").open()) {
            assertThat(scope.context()).isNotNull();
            assertThat(client.async()
                            .messages()
                            .create(message())
                            .get(20, TimeUnit.SECONDS)
                            .id())
                    .isNotEmpty();
        }

        assertThat(isCovered().attribution().customerId()).isEqualTo("acme");
    }

    @Test
    void aStreamIsToo() {
        try (StreamResponse<RawMessageStreamEvent> stream = client.messages().createStreaming(message())) {
            assertThat(stream.stream().count()).isPositive();
        }

        isCovered();
    }

    @Test
    void wrappedTwiceIsTheSameClient() {
        TallyspanAnthropic anthropic = TallyspanAnthropic.create(tallyspan);

        assertThat(anthropic.wrap(client)).isSameAs(client);
        assertThat(anthropic.wrap(client.async())).isNotNull();
    }

    private UsageRecord isCovered() {
        recorder.awaitOne().isEvent();
        UsageRecord record = recorder.await(1).get(0);
        assertThat(record.coveredByGenAiSpan()).isTrue();
        assertThat(spans).hasSize(1);
        ReadableSpan own = spans.get(0);
        assertThat(own.getInstrumentationScopeInfo().getName()).isEqualTo("com.anthropic.sdk.java");
        assertThat(record.parent().getSpanId()).isEqualTo(own.getSpanContext().getSpanId());
        assertThat(record.span().getTraceId()).isEqualTo(own.getSpanContext().getTraceId());
        return record;
    }
}
