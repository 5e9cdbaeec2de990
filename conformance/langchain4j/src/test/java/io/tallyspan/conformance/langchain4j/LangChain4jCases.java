package io.tallyspan.conformance.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.tallyspan.Tallyspan;
import io.tallyspan.TallyspanBuilder;
import io.tallyspan.id.Dialect;
import io.tallyspan.langchain4j.TallyspanLangChain4j;
import io.tallyspan.testing.provider.FakeProvider;
import io.tallyspan.testing.provider.ReceivedRequest;
import io.tallyspan.testing.recorder.UsageRecordAssert;
import io.tallyspan.testing.recorder.UsageRecorder;
import io.tallyspan.usage.UsageRecord;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A provider, a Tallyspan that reports to a strict recorder, and models of OpenAI's. */
abstract class LangChain4jCases {

    @RegisterExtension
    final UsageRecorder recorder = new UsageRecorder();

    final FakeProvider provider = FakeProvider.start();
    Tallyspan tallyspan = newTallyspan(builder -> builder);
    TallyspanLangChain4j observed = TallyspanLangChain4j.create(tallyspan);

    @BeforeEach
    void watch() {
        recorder.watch(tallyspan.counters());
    }

    @AfterEach
    void closeEverything() {
        tallyspan.close();
        provider.close();
    }

    final Tallyspan newTallyspan(UnaryOperator<TallyspanBuilder> settings) {
        return settings.apply(Tallyspan.builder()
                        .host(provider.authority(), Dialect.OPENAI)
                        .sink(recorder))
                .build();
    }

    final ChatModel chat() {
        return OpenAiChatModel.builder()
                .httpClientBuilder(http())
                .baseUrl(provider.openAiUrl().toString())
                .apiKey("no-secret")
                .modelName("gpt-4o-mini")
                .maxRetries(0)
                .build();
    }

    final StreamingChatModel streaming() {
        return OpenAiStreamingChatModel.builder()
                .httpClientBuilder(http())
                .baseUrl(provider.openAiUrl().toString())
                .apiKey("no-secret")
                .modelName("gpt-4o-mini")
                .build();
    }

    final EmbeddingModel embedding() {
        return OpenAiEmbeddingModel.builder()
                .httpClientBuilder(http())
                .baseUrl(provider.openAiUrl().toString())
                .apiKey("no-secret")
                .modelName("text-embedding-3-small")
                .build();
    }

    private HttpClientBuilder http() {
        return observed.httpClientBuilder();
    }

    /** Requests whose first question is this. */
    static Predicate<ReceivedRequest> asks(String question) {
        return request -> request.bodyText().contains("\"" + question + "\"");
    }

    static UsageRecordAssert assertRecord(UsageRecord record) {
        return new UsageRecordAssert(record);
    }

    static List<String> paths(List<UsageRecord> records) {
        return records.stream().map(record -> record.attribution().stepPath()).toList();
    }

    static Set<String> runIds(List<UsageRecord> records) {
        Set<String> ids = new TreeSet<>();
        records.forEach(record -> ids.add(record.attribution().runId()));
        return ids;
    }

    static Set<String> callIds(List<UsageRecord> records) {
        Set<String> ids = new TreeSet<>();
        records.forEach(record -> ids.add(record.attempt().callId()));
        return ids;
    }
}
