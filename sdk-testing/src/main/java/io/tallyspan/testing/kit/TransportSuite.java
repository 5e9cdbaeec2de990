package io.tallyspan.testing.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.id.Dialect;
import io.tallyspan.runtime.Counter;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.Usage;
import org.junit.jupiter.api.Test;

/**
 * What only a mere transport can be asked, for it sends anything to any path: {@link KitClient#send}. The rows of the
 * outcome table that belong to other APIs than chat, and responses that are stored and fetched. Its client must speak
 * {@link Dialect#OPENAI}.
 */
public abstract class TransportSuite extends KitSuite {

    private static final String RESPONSES = "/v1/responses";
    private static final String IN_BACKGROUND = "{\"model\":\"gpt-5\",\"input\":\"hello\",\"background\":true}";

    /** For subclasses. */
    protected TransportSuite() {}

    @Override
    final String call(KitClient client, String prompt) throws Exception {
        return client.send("POST", KitRequests.chatPath(dialect()), KitRequests.chat(dialect(), prompt));
    }

    @Test
    void aPromptThatAzureFiltersIsBilledThoughRefused() {
        provider().script().next(Reply.contentFiltered());
        var azure =
                newTallyspan(builderFor(provider().authority(), Dialect.AZURE).sink(recorder));
        KitClient client = client(setup().layered(azure));
        String body = KitRequests.chat(Dialect.OPENAI, "hello");

        Throwable refused = failureOf(() -> client.send("POST", "/openai/deployments/gpt-4o/chat/completions", body));

        assertThat(refused).isNotNull();
        recorder.awaitOne().isEvent().ended(Outcome.ERROR, Quality.UNKNOWN).hasStatus(400);
        assertThat(provider().books().unobservable()).hasSize(1);
    }

    @Test
    void aPathThatNobodyReadsIsCountedByItsTemplate() {
        KitClient client = client();

        callForItsCounting(client, "/v1/batches");
        callForItsCounting(client, "/v1/evals/eval_4711/runs");

        assertThat(tallyspan().counters().byLabelValue(Counter.UNSUPPORTED).values())
                .containsExactly(1L, 1L);
        assertThat(tallyspan().counters().byLabelValue(Counter.UNSUPPORTED).toString())
                .doesNotContain("4711");
    }

    @Test
    void whatIsNoModelCallIsNotObserved() {
        callForItsCounting(client(), "/v1/files");

        assertThat(tallyspan().counters().byLabelValue(Counter.UNSUPPORTED)).isEmpty();
        assertThat(recorder.events()).isEmpty();
    }

    @Test
    void anAnswerThatFailedAndStatesItsUsageIsAnErrorThatIsBilled() throws Exception {
        provider().script().next(Reply.ok().failed());

        String unused = client().send("POST", RESPONSES, "{\"model\":\"gpt-5\",\"input\":\"hello\"}");

        recorder.awaitOne()
                .isEvent()
                .hasRule(1)
                .ended(Outcome.ERROR, Quality.REPORTED)
                .hasUsage(provider().books().observableTotal());
    }

    @Test
    void aBackgroundResponseIsBilledOnceToWhoeverSubmittedIt() throws Exception {
        provider().script().on(request -> true).always(Reply.ok().polls(1));
        KitClient client = client();

        String id;
        try (AttributionScope run =
                tallyspan().run("agent").customer("submitter").open()) {
            id = text(client.send("POST", RESPONSES, IN_BACKGROUND), "id");
        }
        try (AttributionScope run = tallyspan().run("agent").customer("poller").open()) {
            assertThat(fetchedStatus(client, id)).isEqualTo("in_progress");
            assertThat(recorder.events()).isEmpty();
            assertThat(fetchedStatus(client, id)).isEqualTo("completed");
            assertThat(fetchedStatus(client, id)).isEqualTo("completed");
        }

        assertThat(recorder.where(record -> !record.isEvent()))
                .allSatisfy(submission -> assertThat(submission.usage()).isEqualTo(Usage.UNKNOWN));
        assertThat(recorder.events())
                .singleElement()
                .satisfies(record -> assertRecord(record)
                        .hasRule(1)
                        .hasCustomer("submitter")
                        .ended(Outcome.OK, Quality.REPORTED)
                        .hasUsage(provider().books().observableTotal()));
        assertThat(tallyspan().counters().get(Counter.REPLAYS)).isEqualTo(1);
    }

    @Test
    void fetchingAStoredResponseAgainIsNoEvent() throws Exception {
        KitClient client = client();

        String id = text(client.send("POST", RESPONSES, "{\"model\":\"gpt-5\",\"input\":\"hello\"}"), "id");
        assertThat(fetchedStatus(client, id)).isEqualTo("completed");

        recorder.awaitOne().isEvent().hasRule(1).ended(Outcome.OK, Quality.REPORTED);
    }

    private void callForItsCounting(KitClient client, String path) {
        Throwable refused = failureOf(() -> client.send("POST", path, "{\"model\":\"m\"}"));
        assertThat(refused).as("the provider knows no %s", path).isNotNull();
    }

    private static String fetchedStatus(KitClient client, String id) throws Exception {
        return text(client.send("GET", RESPONSES + '/' + id, null), "status");
    }

    private static String text(String json, String field) throws JsonProcessingException {
        return new ObjectMapper().readTree(json).path(field).asText();
    }
}
