package io.tallyspan.examples.langchain4j.agents;

import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.UntypedAgent;
import dev.langchain4j.agentic.observability.AgentListener;
import dev.langchain4j.agentic.supervisor.SupervisorAgent;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import io.tallyspan.langchain4j.TallyspanAgents;
import io.tallyspan.langchain4j.TallyspanLangChain4j;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Three experts at the same time, a supervisor with two editors, and a publisher that streams. */
public final class BriefingTeam implements Briefings {

    private final Models models;
    private final InMemoryEmbeddingStore<TextSegment> library = new InMemoryEmbeddingStore<>();
    private final UntypedAgent experts;
    private final SupervisorAgent chief;
    private final Editors.Publisher publisher;

    /** A team whose agents and services are observed. */
    public BriefingTeam(TallyspanLangChain4j langChain4j, TallyspanAgents agents, Models models) {
        this.models = models;
        AgentListener listener = agents.listener();
        ContentRetriever retriever = langChain4j.wrap(EmbeddingStoreContentRetriever.builder()
                .embeddingStore(library)
                .embeddingModel(models.embedding())
                .maxResults(1)
                .build());
        Archive archive = new Archive(models.small());
        this.experts = AgenticServices.parallelBuilder()
                .name("experts")
                .listener(listener)
                .subAgents(
                        expert(Experts.Market.class, archive, retriever),
                        expert(Experts.Risk.class, archive, retriever),
                        expert(Experts.Law.class, archive, retriever))
                .build();
        this.chief = AgenticServices.supervisorBuilder()
                .name("chief")
                .listener(listener)
                .chatModel(models.large())
                .subAgents(editor(Editors.Drafter.class), editor(Editors.Critic.class))
                .build();
        this.publisher = langChain4j
                .aiServices(Editors.Publisher.class)
                .streamingChatModel(models.streaming())
                .contentRetriever(retriever)
                .build();
    }

    private <A> A expert(Class<A> type, Archive archive, ContentRetriever retriever) {
        return AgenticServices.agentBuilder(type)
                .chatModel(models.small())
                .tools(archive)
                .contentRetriever(retriever)
                .build();
    }

    private <A> A editor(Class<A> type) {
        return AgenticServices.agentBuilder(type).chatModel(models.large()).build();
    }

    /** Puts documents into the library. */
    public void read(List<String> documents) {
        for (String document : documents) {
            TextSegment segment = TextSegment.from(document);
            library.add(models.embedding().embed(segment).content(), segment);
        }
    }

    @Override
    public String brief(String customer, String topic) {
        experts.invoke(Map.of("topic", topic, "customer", customer));
        chief.invoke("Have a briefing on " + topic + " written for customer " + customer + ", and criticised");
        CompletableFuture<ChatResponse> text = new CompletableFuture<>();
        publisher
                .publish("Publish the briefing on " + topic + " for customer " + customer)
                .onPartialResponse(piece -> {}) // a page would show it
                .onCompleteResponse(text::complete)
                .onError(text::completeExceptionally)
                .start();
        return text.join().aiMessage().text();
    }
}
