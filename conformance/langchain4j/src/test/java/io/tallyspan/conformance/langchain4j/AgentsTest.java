package io.tallyspan.conformance.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agentic.Agent;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.UntypedAgent;
import dev.langchain4j.agentic.observability.AgentListener;
import dev.langchain4j.agentic.supervisor.SupervisorAgent;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import io.opentelemetry.context.Context;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.langchain4j.TallyspanAgents;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.testing.provider.ToolCall;
import io.tallyspan.usage.UsageRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Agents of {@code langchain4j-agentic}: every one is a step, wherever it runs. */
class AgentsTest extends LangChain4jCases {

    public interface Writer {
        @UserMessage("Write about {{topic}}")
        @Agent(name = "write", description = "Writes", outputKey = "story")
        String write(@V("topic") String topic);
    }

    public interface Editor {
        @UserMessage("Edit {{story}}")
        @Agent(name = "edit", description = "Edits", outputKey = "story")
        String edit(@V("story") String story);
    }

    public interface Critic {
        @UserMessage("Judge {{topic}}")
        @Agent(name = "judge", description = "Judges", outputKey = "judgement")
        String judge(@V("topic") String topic);
    }

    private AgentListener listener = new AgentListener() {};
    private TallyspanAgents agents = TallyspanAgents.create(tallyspan);

    @BeforeEach
    void listen() {
        listener = agents.listener();
    }

    @AfterEach
    void nothingIsLeftOpen() {
        assertThat(Context.current()).isEqualTo(Context.root());
    }

    @Test
    void theOutermostAgentIsTheRunAndThoseInsideAreSteps() {
        UntypedAgent novel = AgenticServices.sequenceBuilder()
                .name("novel")
                .listener(listener)
                .subAgents(writer(), editor())
                .outputKey("story")
                .build();

        Object story;
        try (AttributionScope scope =
                tallyspan.scope().customer("acme").feature("books").open()) {
            story = novel.invoke(Map.of("topic", "dragons"));
        }

        assertThat(story).isInstanceOf(String.class);
        List<UsageRecord> records = recorder.await(2);
        assertThat(paths(records)).containsExactly("write", "edit");
        assertThat(runIds(records)).hasSize(1);
        assertThat(records)
                .allSatisfy(record ->
                        assertRecord(record).isEvent().hasCustomer("acme").hasFeature("books"));
        assertThat(records.get(0).attribution().agentName()).isEqualTo("write");
    }

    @Test
    void insideAnotherRunTheOutermostIsAStepToo() {
        UntypedAgent novel = AgenticServices.sequenceBuilder()
                .name("novel")
                .listener(listener)
                .subAgents(writer())
                .build();

        try (AttributionScope run = tallyspan.run("publisher").customer("acme").open()) {
            novel.invoke(Map.of("topic", "dragons"));
            novel.invoke(Map.of("topic", "cats"));
        }

        assertThat(paths(recorder.await(2))).containsExactly("novel/write", "novel#2/write");
    }

    @Test
    void theIterationsOfALoopHaveOrdinals() {
        UntypedAgent polish = AgenticServices.loopBuilder()
                .name("polish")
                .listener(listener)
                .subAgents(editor())
                .maxIterations(3)
                .build();

        polish.invoke(Map.of("story", "once upon a time"));

        assertThat(paths(recorder.await(3))).containsExactly("edit", "edit#2", "edit#3");
    }

    /** On whatever threads parallel agents may run: LangChain4j's own, a pool's, the caller's. */
    enum Threads {
        DEFAULT,
        POOL,
        CALLER
    }

    @ParameterizedTest
    @EnumSource
    void parallelAgentsKeepTheirAttributionAndHaveTheirIdsAsKeys(Threads threads) {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        var builder = AgenticServices.parallelBuilder()
                .name("reviews")
                .listener(listener)
                .subAgents(writer(), critic());
        switch (threads) {
            case DEFAULT -> {}
            case POOL -> builder.executor(pool);
            case CALLER -> builder.executor(Runnable::run);
        }
        UntypedAgent whole = AgenticServices.sequenceBuilder()
                .name("whole")
                .listener(listener)
                .subAgents(builder.build(), editor())
                .build();

        for (String customer : List.of("acme", "globex")) {
            try (AttributionScope scope = tallyspan.scope().customer(customer).open()) {
                whole.invoke(Map.of("topic", "dragons"));
            }
        }
        pool.shutdownNow();

        List<UsageRecord> records = recorder.await(6);
        assertThat(runIds(records)).hasSize(2);
        for (String customer : List.of("acme", "globex")) {
            List<UsageRecord> own = records.stream()
                    .filter(record -> customer.equals(record.attribution().customerId()))
                    .toList();
            assertThat(runIds(own)).hasSize(1);
            assertThat(paths(own))
                    .containsExactlyInAnyOrder("reviews/write[write$0$0]", "reviews/judge[judge$1$0]", "edit");
            assertThat(own)
                    .extracting(record -> record.attribution().step())
                    .containsExactlyInAnyOrder("reviews/write", "reviews/judge", "edit");
        }
    }

    @Test
    void theAgentsOfAMapperHaveOneNameAndAKeyEach() {
        UntypedAgent all = AgenticServices.parallelMapperBuilder()
                .name("all")
                .listener(listener)
                .subAgents(critic())
                .itemsProvider("topics")
                .outputKey("judgements")
                .build();

        all.invoke(Map.of("topics", List.of("dragons", "cats", "dogs")));

        List<UsageRecord> records = recorder.await(3);
        assertThat(paths(records))
                .containsExactlyInAnyOrder("judge[judge$0_0]", "judge[judge$0_1]", "judge[judge$0_2]");
        assertThat(records).extracting(record -> record.attribution().step()).containsOnly("judge");
    }

    @Test
    void whatASupervisorAsksItselfIsItsOwn() {
        provider.script()
                .on(request -> request.bodyText().contains("planner"))
                .next(
                        Reply.ok().text("{\"agentName\": \"write$0\", \"arguments\": {\"topic\": \"dragons\"}}"),
                        Reply.ok().text("{\"agentName\": \"done\", \"arguments\": {\"response\": \"a story\"}}"));
        SupervisorAgent boss = AgenticServices.supervisorBuilder()
                .name("boss")
                .listener(listener)
                .chatModel(chat())
                .subAgents(writer(), critic())
                .build();

        try (AttributionScope run = tallyspan.run("desk").customer("acme").open()) {
            boss.invoke("Write about dragons");
        }

        List<UsageRecord> records = recorder.await(3);
        assertThat(paths(records)).containsExactly("boss", "boss/write", "boss");
        assertThat(callIds(records)).hasSize(3);
        assertThat(records).allSatisfy(record -> assertRecord(record).hasCustomer("acme"));
    }

    /** Asks a model of its own. */
    class Lookup {
        private final ChatModel model = chat();

        @Tool
        String look() {
            return model.chat("look");
        }
    }

    @Test
    void theToolsOfAnAgentAreStepsInsideIt() {
        provider.script()
                .on(request -> request.bodyText().contains("Write about"))
                .next(
                        Reply.ok().toolCalls(new ToolCall("look", "{}")),
                        Reply.ok().toolCalls(new ToolCall("look", "{}"), new ToolCall("look", "{}")),
                        Reply.ok().text("a story"));
        Writer writer = AgenticServices.agentBuilder(Writer.class)
                .chatModel(chat())
                .tools(new Lookup())
                .build();
        UntypedAgent novel = AgenticServices.sequenceBuilder()
                .name("novel")
                .listener(listener)
                .subAgents(writer)
                .build();

        novel.invoke(Map.of("topic", "dragons"));

        List<UsageRecord> records = recorder.await(6);
        assertThat(paths(records))
                .containsExactly("write", "write/look", "write", "write/look#2", "write/look#3", "write");
        assertThat(runIds(records)).hasSize(1);
    }

    @Test
    void anAgentThatFailsEndsItsSteps() {
        provider.script().on(request -> request.bodyText().contains("Edit")).always(Reply.error(400));
        UntypedAgent novel = agents.wrap(
                UntypedAgent.class,
                AgenticServices.sequenceBuilder()
                        .name("novel")
                        .listener(listener)
                        .subAgents(writer(), editor())
                        .build());

        assertThatThrownBy(() -> novel.invoke(Map.of("topic", "dragons")))
                .isInstanceOf(dev.langchain4j.agentic.agent.AgentInvocationException.class);

        assertThat(Context.current()).as("the run has ended").isEqualTo(Context.root());
        assertThatThrownBy(() -> novel.invoke(Map.of("topic", "cats")))
                .isInstanceOf(dev.langchain4j.agentic.agent.AgentInvocationException.class);
        List<UsageRecord> records = recorder.await(4);
        assertThat(paths(records)).containsExactly("write", "edit", "write", "edit");
        assertThat(runIds(records)).hasSize(2);
    }

    @Test
    void withoutTheWrapperAFailedRunEndsWithTheNextOneOnItsThread() throws Exception {
        provider.script().on(request -> request.bodyText().contains("Edit")).next(Reply.error(400));
        UntypedAgent novel = AgenticServices.sequenceBuilder()
                .name("novel")
                .listener(listener)
                .subAgents(writer(), editor())
                .build();

        Thread thread = new Thread(() -> {
            assertThatThrownBy(() -> novel.invoke(Map.of("topic", "dragons")));
            novel.invoke(Map.of("topic", "cats"));
            assertThat(Context.current()).isEqualTo(Context.root());
        });
        thread.start();
        thread.join();

        List<UsageRecord> records = recorder.await(4);
        assertThat(paths(records)).containsExactly("write", "edit", "write", "edit");
        assertThat(runIds(records)).hasSize(2);
    }

    private Writer writer() {
        return AgenticServices.agentBuilder(Writer.class).chatModel(chat()).build();
    }

    private Editor editor() {
        return AgenticServices.agentBuilder(Editor.class).chatModel(chat()).build();
    }

    private Critic critic() {
        return AgenticServices.agentBuilder(Critic.class).chatModel(chat()).build();
    }
}
