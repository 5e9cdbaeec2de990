package io.tallyspan.conformance.langchain4j;

import static io.tallyspan.conformance.books.ScriptedProviders.BRANCHES;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agentic.Agent;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.UntypedAgent;
import dev.langchain4j.agentic.observability.AgentListener;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.rag.DefaultRetrievalAugmentor;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.router.DefaultQueryRouter;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import io.tallyspan.Tallyspan;
import io.tallyspan.annotation.Customer;
import io.tallyspan.annotation.Feature;
import io.tallyspan.annotation.Step;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.conformance.books.BooksRun;
import io.tallyspan.conformance.books.Tag;
import io.tallyspan.langchain4j.TallyspanAgents;
import io.tallyspan.langchain4j.TallyspanLangChain4j;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * An application that does for one customer after the other what makes naive counting wrong: tool loops, tools that ask
 * models, tools and agents at the same time, streams, retries, timeouts, guardrails that ask again, retrieval and
 * cancels. Its prompts say who asks.
 */
final class Newsroom implements BooksRun.Application {

    /** What is asked of one AI service. */
    @io.tallyspan.annotation.Agent("desk")
    @Feature("chat")
    interface Desk {
        @Step("loop")
        Result<String> loop(@MemoryId @Customer String customer, @UserMessage String question);

        @Step("fan")
        Result<String> fan(@MemoryId @Customer String customer, @UserMessage String question);

        @Step("stream")
        TokenStream stream(@MemoryId @Customer String customer, @UserMessage String question);

        @Step("guarded")
        Result<String> guarded(@MemoryId @Customer String customer, @UserMessage String question);

        @Step("retrieved")
        Result<String> retrieved(@MemoryId @Customer String customer, @UserMessage String question);
    }

    public interface Planner {
        @UserMessage("Plan. {{plan}}")
        @Agent(name = "plan", outputKey = "outline")
        String plan(@V("plan") String plan);
    }

    public interface Reviewer {
        @UserMessage("Review. {{item}}")
        @Agent(name = "review", outputKey = "review")
        String review(@V("item") String item);
    }

    public interface Editor {
        @UserMessage("Edit. {{edit}} {{text}}")
        @Agent(name = "edit", outputKey = "text")
        String edit(@V("edit") String edit, @V("text") String text);
    }

    /** Asks a model in its own name, which the model that called it hands on. */
    final class Archive {
        @Tool
        String look(String whose, int number) {
            return models.openAi().chat("look " + number + " " + Tag.of(whose));
        }
    }

    private final Tallyspan tallyspan;
    private final BooksModels models;
    private final NaiveCount naive;
    private final ExecutorService branches = Executors.newFixedThreadPool(BRANCHES);
    private final TallyspanLangChain4j observed;
    private final UntypedAgent paper;
    private final Desk oneByOne;
    private final Desk streaming;
    private final Desk together;
    private final Desk guarded;
    private final Desk retrieved;

    Newsroom(Tallyspan tallyspan, BooksModels models, NaiveCount naive) {
        this.tallyspan = tallyspan;
        this.models = models;
        this.naive = naive;
        this.observed = TallyspanLangChain4j.create(tallyspan);
        this.oneByOne = desk().tools(new Archive()).build();
        this.streaming = desk().streamingChatModel(models.openAiStreaming())
                .tools(new Archive())
                .build();
        this.together =
                desk().tools(new Archive()).executeToolsConcurrently(branches).build();
        this.guarded = desk().outputGuardrails(new TooShort()).build();
        this.retrieved = desk().retrievalAugmentor(DefaultRetrievalAugmentor.builder()
                        .queryRouter(new DefaultQueryRouter(retriever("1"), retriever("2")))
                        .executor(branches)
                        .build())
                .build();
        this.paper = paper(TallyspanAgents.create(tallyspan).listener());
    }

    private AiServices<Desk> desk() {
        return observed.aiServices(Desk.class)
                .chatModel(models.openAi())
                .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(100));
    }

    private ContentRetriever retriever(String name) {
        return observed.wrap((ContentRetriever) query -> {
            models.embedding().embed(query.text() + " in archive " + name);
            return List.of(Content.from("content of " + name));
        });
    }

    private UntypedAgent paper(AgentListener listener) {
        return AgenticServices.sequenceBuilder()
                .name("paper")
                .listener(listener)
                .subAgents(
                        AgenticServices.agentBuilder(Planner.class)
                                .chatModel(models.anthropic())
                                .build(),
                        AgenticServices.parallelMapperBuilder()
                                .name("reviews")
                                .subAgents(AgenticServices.agentBuilder(Reviewer.class)
                                        .chatModel(models.anthropic())
                                        .build())
                                .itemsProvider("items")
                                .outputKey("reviews")
                                .build(),
                        AgenticServices.loopBuilder()
                                .name("polish")
                                .subAgents(AgenticServices.agentBuilder(Editor.class)
                                        .chatModel(models.anthropic())
                                        .build())
                                .maxIterations(3)
                                .build())
                .build();
    }

    /** The first answer to a question is not good enough. */
    private static final class TooShort implements OutputGuardrail {
        @Override
        public OutputGuardrailResult validate(AiMessage answer) {
            return "short".equals(answer.text()) ? reprompt("too short", "longer, please") : success();
        }
    }

    @Override
    public void workFor(String customer) throws Exception {
        try (AttributionScope run = tallyspan
                .run("newsroom")
                .runId("run-" + customer)
                .executionId("execution-" + customer)
                .customer(customer)
                .open()) {
            naive.result(oneByOne.loop(customer, "ask " + Tag.of(customer, "chat", "desk/loop")));
            naive.result(together.fan(customer, "ask " + Tag.of(customer, "chat", "desk/fan")));
            stream(streaming.stream(customer, "ask " + Tag.of(customer, "chat", "desk/stream")));
            naive.result(guarded.guarded(customer, "ask " + Tag.of(customer, "chat", "desk/guarded")));
            naive.result(retrieved.retrieved(customer, "ask " + Tag.of(customer, "chat", "desk/retrieved")));
            try (AttributionScope papers = tallyspan.scope().feature("papers").open()) {
                paper.invoke(Map.of(
                        "plan", Tag.of(customer, "papers", "paper/plan"),
                        "edit", Tag.of(customer, "papers", "paper/polish/edit"),
                        "text", "a text",
                        "items",
                                IntStream.range(0, BRANCHES)
                                        .mapToObj(i -> i + " " + Tag.of(customer, "papers", "paper/reviews/review"))
                                        .toList()));
            }
            plain(customer, "refused");
            plain(customer, "slow");
            cancelled(customer);
        }
    }

    private void plain(String customer, String step) {
        try (AttributionScope scope = tallyspan.step(step).feature("plain").open()) {
            models.impatient().chat("ask " + Tag.of(customer, "plain", step));
        }
    }

    private static void stream(TokenStream stream) throws Exception {
        CompletableFuture<ChatResponse> end = new CompletableFuture<>();
        stream.onPartialResponse(piece -> {})
                .onCompleteResponse(end::complete)
                .onError(end::completeExceptionally)
                .start();
        end.get(60, TimeUnit.SECONDS);
    }

    private void cancelled(String customer) throws InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        try (AttributionScope scope =
                tallyspan.step("cancelled").feature("plain").open()) {
            models.anthropicStreaming()
                    .chat("ask " + Tag.of(customer, "plain", "cancelled"), new StreamingChatResponseHandler() {
                        @Override
                        public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                            context.streamingHandle().cancel();
                            first.countDown();
                        }

                        @Override
                        public void onCompleteResponse(ChatResponse response) {}

                        @Override
                        public void onError(Throwable error) {}
                    });
        }
        if (!first.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no piece of a stream for " + customer);
        }
    }

    @Override
    public void close() {
        branches.shutdownNow();
        tallyspan.close();
    }
}
