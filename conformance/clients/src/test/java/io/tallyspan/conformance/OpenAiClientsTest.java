package io.tallyspan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.id.Dialect;
import io.tallyspan.openai.TallyspanOpenAi;
import io.tallyspan.testing.provider.FakeProvider;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.testing.recorder.UsageRecorder;
import io.tallyspan.usage.UsageRecord;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is particular to the SDKs' clients: derived clients, async views, lifetimes. */
class OpenAiClientsTest {

    @RegisterExtension
    final UsageRecorder recorder = new UsageRecorder();

    private final FakeProvider provider = FakeProvider.start();
    private final Tallyspan tallyspan = Tallyspan.builder()
            .host(provider.authority(), Dialect.OPENAI)
            .sink(recorder)
            .build();
    private final TallyspanOpenAi openAi = TallyspanOpenAi.create(tallyspan);
    private final OpenAIClient bare = OpenAIOkHttpClient.builder()
            .baseUrl(provider.url() + "/v1")
            .apiKey("no-secret")
            .build();

    @AfterEach
    void close() {
        bare.close();
        tallyspan.close();
        provider.close();
    }

    private static ChatCompletionCreateParams chat(String prompt) {
        return ChatCompletionCreateParams.builder()
                .model("gpt-4o-mini")
                .addUserMessage(prompt)
                .build();
    }

    private void ask(OpenAIClient client) {
        assertThat(client.chat().completions().create(chat("hello")).id()).isNotEmpty();
    }

    private void askAsync(OpenAIClientAsync client) throws Exception {
        assertThat(client.chat()
                        .completions()
                        .create(chat("hello"))
                        .get(20, TimeUnit.SECONDS)
                        .id())
                .isNotEmpty();
    }

    @Test
    void wrappedTwiceIsTheSameClient() {
        OpenAIClient once = openAi.wrap(bare);

        assertThat(openAi.wrap(once)).isSameAs(once);
        assertThat(openAi.wrap(once.withOptions(options -> options.maxRetries(0))))
                .isNotNull();
        ask(openAi.wrap(once.withOptions(options -> options.maxRetries(0))));
        recorder.awaitOne().isEvent();
    }

    @Test
    void everyViewOfAWrappedClientIsObservedInTheCallersContext() throws Exception {
        OpenAIClient client = openAi.wrap(bare);

        try (AttributionScope scope = tallyspan.run("agent").customer("acme").open()) {
            assertThat(scope.context()).isNotNull();
            askAsync(client.async());
            askAsync(client.withOptions(options -> options.maxRetries(0)).async());
            askAsync(client.async().withOptions(options -> options.maxRetries(0)));
            ask(client.async().sync());
            client.async()
                    .withRawResponse()
                    .chat()
                    .completions()
                    .create(chat("hello"))
                    .get(20, TimeUnit.SECONDS)
                    .parse();
        }

        List<UsageRecord> records = recorder.await(5);
        assertThat(records)
                .allMatch(record -> "acme".equals(record.attribution().customerId()));
    }

    @Test
    void anAsyncRetryKeepsTheCallersContext() throws Exception {
        provider.script().next(Reply.error(500), Reply.ok());
        OpenAIClientAsync client = openAi.wrap(bare.async());

        try (AttributionScope scope = tallyspan.run("agent").customer("acme").open()) {
            assertThat(scope.context()).isNotNull();
            askAsync(client);
        }

        List<UsageRecord> records = recorder.await(2);
        assertThat(records)
                .allMatch(record -> "acme".equals(record.attribution().customerId()));
        assertThat(records).extracting(record -> record.attempt().number()).containsExactly(1, 2);
        assertThat(records)
                .extracting(record -> record.attempt().callId())
                .containsOnly(records.get(0).attempt().callId());
    }

    @Test
    void theBareClientLivesOnWhenAWrappedOneIsCollected() throws Exception {
        for (int i = 0; i < 20; i++) {
            ask(openAi.wrap(bare));
            System.gc();
            Thread.sleep(10);
        }

        assertThat(bare.chat().completions().create(chat("after all of them")).id())
                .isNotEmpty();
        recorder.await(20);
    }

    @Test
    void aTransportOfTheApplicationsOwnIsLeftInPlace() {
        OpenAIClient client = openAi.wrap(bare);
        OpenAIClient replaced = client.withOptions(options -> options.baseUrl(provider.url() + "/v1/"));

        ask(replaced);

        recorder.awaitOne().isEvent();
    }
}
