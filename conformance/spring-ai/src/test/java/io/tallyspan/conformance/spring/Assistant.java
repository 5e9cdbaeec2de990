package io.tallyspan.conformance.spring;

import io.tallyspan.annotation.Agent;
import io.tallyspan.annotation.Customer;
import io.tallyspan.annotation.Feature;
import io.tallyspan.annotation.Step;
import io.tallyspan.spring.CustomerExpression;
import java.util.concurrent.CompletableFuture;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A bean as any application has one, annotated. */
@Service
@Agent("assistant")
@Feature("chat")
public class Assistant {

    private final ChatClient chat;
    private final EmbeddingModel embeddings;

    Assistant(ChatClient.Builder chat, EmbeddingModel embeddings) {
        this.chat = chat.build();
        this.embeddings = embeddings;
    }

    /** An order. */
    public record Order(String account, String text) {}

    @Step("answer")
    public String answer(@Customer String customer, String question) {
        return ask(question);
    }

    @Step("answer")
    @CustomerExpression("#order.account()")
    public String answer(Order order) {
        return ask(order.text());
    }

    /** Says no customer. */
    @Step("answer")
    public String ask(String question) {
        String answer = chat.prompt(question).call().content();
        return answer == null ? "" : answer;
    }

    @Step("loop")
    public String loop(@Customer String customer, String question) {
        String answer =
                chat.prompt(question).tools(new Weather(embeddings)).call().content();
        return answer == null ? "" : answer;
    }

    @Step("loop")
    public Flux<String> streamingLoop(@Customer String customer, String question) {
        return chat.prompt(question).tools(new Weather(embeddings)).stream().content();
    }

    @Step("broken")
    public Flux<String> broken() {
        throw new IllegalStateException("before there is a stream");
    }

    @Step("stream")
    public Flux<String> stream(String question) {
        return chat.prompt(question).stream().content();
    }

    /** Works on another thread. */
    @Step("elsewhere")
    public Mono<String> elsewhere(@Customer String customer, String question) {
        return Mono.fromCallable(() -> ask(question)).subscribeOn(Schedulers.boundedElastic());
    }

    @Async
    public CompletableFuture<String> later(String question) {
        return CompletableFuture.completedFuture(ask(question));
    }

    /** Asks a model of its own. */
    static class Weather {
        private final EmbeddingModel embeddings;

        Weather(EmbeddingModel embeddings) {
            this.embeddings = embeddings;
        }

        @Tool(description = "the weather")
        String weather(String city) {
            var unused = embeddings.embed("weather in " + city);
            return "fine in " + city;
        }

        @Tool(description = "the weather, asked for on another thread")
        String forecast(String city) {
            String found = Mono.fromCallable(() -> weather(city))
                    .subscribeOn(Schedulers.boundedElastic())
                    .block();
            return found == null ? "" : found;
        }
    }
}
