package io.tallyspan.examples.assistant.app;

import io.tallyspan.annotation.Agent;
import io.tallyspan.annotation.Feature;
import io.tallyspan.annotation.Step;
import java.util.concurrent.CompletableFuture;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Flux;

/** Answers customers. The annotations say for which feature; {@code application.yaml} says where the customer is. */
@Service
@Agent("assistant")
@Feature("chat")
public class Assistant {

    private final ChatClient chat;
    private final Orders orders;

    Assistant(ChatClient.Builder chat, ChatMemory memory, Orders orders) {
        this.chat = chat.defaultSystem("You help customer {customer} of a shop.")
                .defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build())
                .build();
        this.orders = orders;
    }

    /** The pieces of an answer, as they come. */
    @Step("answer")
    public Flux<String> answer(String customer, String question) {
        return chat
                .prompt(question)
                .system(system -> system.param("customer", customer))
                .advisors(advisor -> advisor.param(ChatMemory.CONVERSATION_ID, customer))
                .tools(orders)
                .stream()
                .content();
    }

    /** Sums a conversation up, later and on another thread. */
    @Async
    @Step("summarize")
    @Feature("summaries")
    public CompletableFuture<String> summarize(String customer) {
        String summary = chat.prompt("Sum up what we said")
                .system(system -> system.param("customer", customer))
                .advisors(advisor -> advisor.param(ChatMemory.CONVERSATION_ID, customer))
                .call()
                .content();
        return CompletableFuture.completedFuture(summary == null ? "" : summary);
    }
}
