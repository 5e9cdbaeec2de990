package io.tallyspan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.id.Dialect;
import io.tallyspan.okhttp.TallyspanOkHttp;
import io.tallyspan.openai.TallyspanOpenAi;
import io.tallyspan.runtime.Counter;
import io.tallyspan.testing.provider.FakeProvider;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.testing.recorder.UsageRecorder;
import io.tallyspan.usage.AttemptSource;
import io.tallyspan.usage.UsageRecord;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An observed SDK over an observed transport: the one nearer to the wire reports, and nothing is found out by replay.
 */
class NewestOpenAiOverOkHttpTest {

    @RegisterExtension
    final UsageRecorder recorder = new UsageRecorder();

    private final FakeProvider provider = FakeProvider.start();
    private final Tallyspan tallyspan = Tallyspan.builder()
            .host(provider.authority(), Dialect.OPENAI)
            .sink(recorder)
            .build();
    private final OpenAIClient client = TallyspanOpenAi.create(tallyspan)
            .wrap(OpenAIOkHttpClient.builder()
                    .okHttpClient(TallyspanOkHttp.create(tallyspan).wrap(new OkHttpClient()))
                    .baseUrl(provider.url() + "/v1")
                    .apiKey("no-secret")
                    .build());

    @AfterEach
    void close() {
        client.close();
        tallyspan.close();
        provider.close();
    }

    private static ChatCompletionCreateParams chat() {
        return ChatCompletionCreateParams.builder()
                .model("gpt-4o-mini")
                .addUserMessage("hello")
                .build();
    }

    @Test
    void aBlockingCallIsOneEvent() {
        assertThat(client.chat().completions().create(chat()).id()).isNotEmpty();

        recorder.awaitOne().isEvent().hasUsage(provider.books().observableTotal());
        assertThat(tallyspan.counters().get(Counter.REPLAYS)).isZero();
    }

    @Test
    void anAsyncCallWithARetryIsTwoAttemptsOfOneCall() throws Exception {
        provider.script().next(Reply.error(500), Reply.ok());

        try (AttributionScope scope = tallyspan.run("agent").customer("acme").open()) {
            assertThat(scope.context()).isNotNull();
            assertThat(client.async()
                            .chat()
                            .completions()
                            .create(chat())
                            .get(20, TimeUnit.SECONDS)
                            .id())
                    .isNotEmpty();
        }

        List<UsageRecord> records = recorder.await(2);
        assertThat(records).extracting(record -> record.attempt().number()).containsExactly(1, 2);
        assertThat(records.get(1).attempt().source()).isEqualTo(AttemptSource.MARKER);
        assertThat(records)
                .allMatch(record -> "acme".equals(record.attribution().customerId()));
        assertThat(tallyspan.counters().get(Counter.REPLAYS)).isZero();
    }
}
