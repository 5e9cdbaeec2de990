package io.tallyspan.conformance.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.rag.DefaultRetrievalAugmentor;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.router.DefaultQueryRouter;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProviderResult;
import io.opentelemetry.context.Context;
import io.tallyspan.Tallyspan;
import io.tallyspan.annotation.Agent;
import io.tallyspan.annotation.Customer;
import io.tallyspan.annotation.Feature;
import io.tallyspan.annotation.Step;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.langchain4j.TallyspanLangChain4j;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.testing.provider.ToolCall;
import io.tallyspan.usage.UsageRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asked, when an AI service asks: by annotations, parameters and scopes, in tools, streams and retrievals. */
class AiServicesTest extends LangChain4jCases {

    interface Plain {
        String ask(String question);

        String ask(@UserMessage String question, InvocationParameters parameters);
    }

    @Agent("support")
    @Feature("chat")
    interface Annotated {
        @Step("answer")
        String answer(@MemoryId @Customer String customer, @UserMessage String question);

        @Step("stream")
        TokenStream stream(@MemoryId @Customer String customer, @UserMessage String question);
    }

    @Test
    void annotationsSayWhoAsks() {
        Annotated service = memorising(observed.aiServices(Annotated.class).chatModel(chat()));

        assertThat(service.answer("acme", "hello")).isNotEmpty();

        UsageRecord record = recorder.awaitOne()
                .isEvent()
                .hasCustomer("acme")
                .hasFeature("chat")
                .hasStepPath("answer")
                .get();
        assertThat(record.attribution().agentName()).isEqualTo("support");
    }

    @Test
    void parametersOfTheInvocationWinOverTheScopeAround() {
        Plain service = observed.aiServices(Plain.class).chatModel(chat()).build();

        try (AttributionScope run =
                tallyspan.run("agent").customer("around").feature("around").open()) {
            service.ask("one", new InvocationParameters(Map.of(TallyspanLangChain4j.CUSTOMER, "acme")));
            service.ask("two", new InvocationParameters(Map.of("other", 1)));
            service.ask("three");
        }

        List<UsageRecord> records = recorder.await(3);
        assertThat(records)
                .extracting(record -> record.attribution().customerId())
                .containsExactly("acme", "around", "around");
        assertThat(records).extracting(record -> record.attribution().feature()).containsOnly("around");
        assertThat(runIds(records)).hasSize(1);
    }

    @Test
    void whatTheServiceThrowsIsWhatTheCallerSees() {
        provider.script().next(Reply.error(400));
        Plain service = observed.aiServices(Plain.class).chatModel(chat()).build();

        assertThatThrownBy(() -> service.ask("hello"))
                .isInstanceOf(dev.langchain4j.exception.InvalidRequestException.class);

        recorder.awaitOne().isNoEvent();
        assertThat(service.equals(service)).as("equals itself").isTrue();
        assertThat(Context.current()).isEqualTo(Context.root());
    }

    /** Asks a model of its own, as tools that are agents do. */
    class Weather {
        private final ChatModel model = chat();

        @Tool
        String weather(@P("where") String city) {
            return model.chat("weather in " + city);
        }

        @Tool
        String broken() {
            model.chat("breaks");
            throw new IllegalStateException("broken");
        }
    }

    @Test
    void toolsAreStepsAndWhatTheyAskIsTheirs() {
        provider.script()
                .on(asks("loop"))
                .next(
                        Reply.ok().toolCalls(weather("Rome")),
                        Reply.ok().toolCalls(weather("Oslo"), new ToolCall("broken", "{}")),
                        Reply.ok().text("done"));
        Plain service = observed.aiServices(Plain.class)
                .chatModel(chat())
                .tools(new Weather())
                .build();

        try (AttributionScope run = tallyspan.run("agent").customer("acme").open()) {
            assertThat(service.ask("loop")).isEqualTo("done");
        }

        List<UsageRecord> records = recorder.await(6);
        assertThat(paths(records)).containsExactlyInAnyOrder("", "weather", "", "weather#2", "broken", "");
        assertThat(runIds(records)).hasSize(1);
        assertThat(callIds(records)).hasSize(6);
        assertThat(records).allSatisfy(record -> assertRecord(record).hasCustomer("acme"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void toolsAtTheSameTimeAreToldApartByTheirCalls(boolean contextKeepingExecutor) {
        provider.script()
                .on(asks("loop"))
                .next(
                        Reply.ok().toolCalls(weather("Rome"), weather("Oslo"), weather("Bern")),
                        Reply.ok().text("done"));
        ExecutorService executor = Executors.newFixedThreadPool(3);
        Plain service = observed.aiServices(Plain.class)
                .chatModel(chat())
                .tools(new Weather())
                .executeToolsConcurrently(contextKeepingExecutor ? Context.taskWrapping(executor) : executor)
                .build();

        try (AttributionScope run = tallyspan.run("agent").customer("acme").open()) {
            service.ask("loop");
        } finally {
            executor.shutdownNow();
        }

        List<UsageRecord> records = recorder.await(5);
        assertThat(runIds(records)).hasSize(1);
        assertThat(paths(records))
                .filteredOn(path -> path.matches("weather\\[call_\\w+]"))
                .doesNotHaveDuplicates()
                .hasSize(3);
        assertThat(paths(records)).filteredOn(String::isEmpty).hasSize(2);
        assertThat(records).allSatisfy(record -> assertRecord(record).hasCustomer("acme"));
    }

    @Test
    void toolsOfAProviderAreStepsToo() {
        provider.script()
                .on(asks("loop"))
                .next(
                        Reply.ok().toolCalls(new ToolCall("search", "{}")),
                        Reply.ok().text("done"));
        ChatModel model = chat();
        ToolExecutor search = (request, memoryId) -> model.chat("searches");
        Plain service = observed.aiServices(Plain.class)
                .chatModel(chat())
                .toolProvider(request -> ToolProviderResult.builder()
                        .add(ToolSpecification.builder().name("search").build(), search)
                        .build())
                .build();

        try (AttributionScope run = tallyspan.run("agent").open()) {
            service.ask("loop");
        }

        assertThat(paths(recorder.await(3))).containsExactlyInAnyOrder("", "search", "");
    }

    @Test
    void executionsOfToolsAreRecordedIfThatIsAskedFor() {
        try (Tallyspan recording = newTallyspan(builder -> builder.set("tallyspan.record-tools", "true"))) {
            provider.script()
                    .on(asks("loop"))
                    .next(Reply.ok().toolCalls(weather("Rome")), Reply.ok().text("done"));
            Plain service = TallyspanLangChain4j.create(recording)
                    .aiServices(Plain.class)
                    .chatModel(chat())
                    .tools(new Weather())
                    .build();

            try (AttributionScope run = recording.run("agent").customer("acme").open()) {
                service.ask("loop");
            }
        }

        UsageRecord execution = recorder.await(4).stream()
                .filter(record -> !record.usage().custom().isEmpty())
                .findFirst()
                .orElseThrow();
        assertRecord(execution).isEvent().hasCustomer("acme").hasStepPath("weather");
        assertThat(execution.usage().custom()).hasToString("{tool_executions=1}");
    }

    @Test
    void aStreamBelongsToTheCallThatGaveItWhereverItIsStarted() throws Exception {
        provider.script()
                .on(asks("loop"))
                .next(
                        Reply.ok().toolCalls(weather("Rome")),
                        Reply.ok().toolCalls(weather("Oslo")),
                        Reply.ok().text("done"));
        Annotated service = memorising(observed.aiServices(Annotated.class)
                .streamingChatModel(streaming())
                .tools(new Weather()));
        TokenStream stream = service.stream("acme", "loop");

        CompletableFuture<ChatResponse> end = new CompletableFuture<>();
        Thread other = new Thread(() -> stream.onPartialResponse(piece -> {})
                .onCompleteResponse(end::complete)
                .onError(end::completeExceptionally)
                .start());
        other.start();

        assertThat(end.get(20, TimeUnit.SECONDS).aiMessage().text()).isEqualTo("done");
        List<UsageRecord> records = recorder.await(5);
        assertThat(paths(records))
                .containsExactlyInAnyOrder("stream", "stream/weather", "stream", "stream/weather#2", "stream");
        assertThat(runIds(records)).hasSize(1);
        assertThat(callIds(records)).hasSize(5);
        assertThat(records)
                .allSatisfy(record ->
                        assertRecord(record).isEvent().hasCustomer("acme").hasFeature("chat"));
    }

    @Test
    void retrievalsAreAttributedToTheCallThatAsked() {
        CountDownLatch both = new CountDownLatch(2);
        ContentRetriever retriever = observed.wrap((ContentRetriever) query -> {
            both.countDown();
            awaitQuietly(both); // so that two threads are at work
            embedding().embed(query.text());
            return List.of(Content.from("content"));
        });
        ExecutorService executor = Executors.newFixedThreadPool(2);
        Plain service = observed.aiServices(Plain.class)
                .chatModel(chat())
                .retrievalAugmentor(DefaultRetrievalAugmentor.builder()
                        .queryRouter(new DefaultQueryRouter(retriever, retriever))
                        .executor(executor)
                        .build())
                .build();

        try (AttributionScope run = tallyspan.run("agent").customer("acme").open();
                AttributionScope step = tallyspan.step("answer").open()) {
            service.ask("hello");
        } finally {
            executor.shutdownNow();
        }

        List<UsageRecord> records = recorder.await(3);
        assertThat(runIds(records)).hasSize(1);
        assertThat(records)
                .allSatisfy(record -> assertRecord(record).hasCustomer("acme").hasStepPath("answer"));
    }

    @Test
    void aGuardrailThatAsksAgainMakesACallOfItsOwn() {
        OutputGuardrail again = new OutputGuardrail() {
            private boolean first = true;

            @Override
            public OutputGuardrailResult validate(AiMessage message) {
                if (first) {
                    first = false;
                    return reprompt("too short", "longer, please");
                }
                return success();
            }
        };
        Annotated service = memorising(
                observed.aiServices(Annotated.class).chatModel(chat()).outputGuardrails(again));

        service.answer("acme", "hello");

        List<UsageRecord> records = recorder.await(2);
        assertThat(callIds(records)).hasSize(2);
        assertThat(records)
                .allSatisfy(record ->
                        assertRecord(record).isEvent().hasCustomer("acme").hasStepPath("answer"));
    }

    private static <T> T memorising(dev.langchain4j.service.AiServices<T> services) {
        return services.chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(20))
                .build();
    }

    private static ToolCall weather(String city) {
        return new ToolCall("weather", "{\"arg0\": \"" + city + "\", \"city\": \"" + city + "\"}");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
