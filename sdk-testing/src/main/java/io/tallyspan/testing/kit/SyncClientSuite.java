package io.tallyspan.testing.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.UsageRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a blocking client must do: {@link KitClient#chat} and, where it can, {@link KitClient#embed}. */
public abstract class SyncClientSuite extends PlainCases {

    /** For subclasses. */
    protected SyncClientSuite() {}

    @Override
    final String call(KitClient client, String prompt) throws Exception {
        return client.chat(prompt);
    }

    @Test
    void embeddingsAreKnownByTheirRequestId() throws Exception {
        requires(Ability.EMBEDDINGS);

        client().embed("hello");

        var record = recorder.awaitOne()
                .isEvent()
                .hasRule(2)
                .ended(Outcome.OK, Quality.REPORTED)
                .hasUsage(provider().books().observableTotal())
                .get();
        assertThat(record.exchange().operation()).isEqualTo("embeddings");
    }

    @Test
    void embeddingsWithoutARequestIdAreKnownByTheirCall() throws Exception {
        requires(Ability.EMBEDDINGS);
        provider().script().on(request -> true).always(Reply.ok().header("x-request-id", ""));

        List<UsageRecord> first = embedTwice("execution-1");
        List<UsageRecord> again = embedTwice("execution-1");

        first.forEach(record -> assertRecord(record).hasRule(3));
        assertThat(eventIds(first)).hasSize(2).isEqualTo(eventIds(again));
    }

    private List<UsageRecord> embedTwice(String execution) throws Exception {
        List<UsageRecord> records = new ArrayList<>();
        var once = newTallyspan(records::add);
        KitClient client = client(setup().layered(once));
        try (AttributionScope run = once.run("agent").executionId(execution).open()) {
            client.embed("hello");
            client.embed("hello");
        }
        once.close();
        return records;
    }
}
