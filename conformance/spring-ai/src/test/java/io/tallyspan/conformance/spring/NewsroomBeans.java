package io.tallyspan.conformance.spring;

import static io.tallyspan.conformance.books.ScriptedProviders.BRANCHES;

import io.micrometer.observation.ObservationRegistry;
import io.tallyspan.annotation.Agent;
import io.tallyspan.annotation.Customer;
import io.tallyspan.annotation.Feature;
import io.tallyspan.annotation.Step;
import io.tallyspan.annotation.StepKey;
import io.tallyspan.conformance.books.Tag;
import java.util.function.IntFunction;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The beans of {@link Newsroom}. */
final class NewsroomBeans {

    private NewsroomBeans() {}

    /** The application. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Desk.class, Branches.class, Papers.class, Reviews.class})
    static class Application {}

    /** What is asked of OpenAI. */
    @Agent("desk")
    @Feature("chat")
    static class Desk {
        private final ChatClient chat;
        private final EmbeddingModel embeddings;
        private final Branches branches;
        private final NaiveCount naive;

        Desk(
                @Qualifier("openAi") ChatModel openAi,
                EmbeddingModel embeddings,
                Branches branches,
                ObservationRegistry observations,
                NaiveCount naive) {
            this.chat = ChatClient.create(openAi, observations);
            this.embeddings = embeddings;
            this.branches = branches;
            this.naive = naive;
        }

        @Step("loop")
        void loop(@Customer String customer, String tag) {
            naive.answer(
                    chat.prompt("ask " + tag).tools(new Archive(chat)).call().chatResponse());
        }

        @Step("stream")
        Flux<String> stream(@Customer String customer, String tag) {
            return chat.prompt("ask " + tag).tools(new Archive(chat)).stream().content();
        }

        @Step("parallel")
        void parallel(@Customer String customer, String tag) {
            atOnce(i -> branches.branch(i, tag));
        }

        @Step("guarded")
        void guarded(@Customer String customer, String tag) {
            naive.answer(
                    chat.prompt("ask " + tag).advisors(new TooShort()).call().chatResponse());
        }

        @Step("retrieved")
        void retrieved(@Customer String customer, String tag) {
            var one = embeddings.embed("one " + tag);
            var two = embeddings.embed("two " + tag);
            naive.answer(chat.prompt("ask " + tag + " with " + (one.length + two.length) + " numbers")
                    .call()
                    .chatResponse());
        }
    }

    /** What runs at the same time. */
    static class Branches {
        private final ChatClient chat;
        private final NaiveCount naive;

        Branches(@Qualifier("openAi") ChatModel openAi, ObservationRegistry observations, NaiveCount naive) {
            this.chat = ChatClient.create(openAi, observations);
            this.naive = naive;
        }

        @Step("branch")
        boolean branch(@StepKey int number, String tag) {
            naive.answer(chat.prompt("branch " + number + " " + tag).call().chatResponse());
            return true;
        }
    }

    /** What is asked of Anthropic. */
    @Agent("paper")
    @Feature("papers")
    static class Papers {
        private final ChatClient chat;
        private final NaiveCount naive;

        Papers(@Qualifier("anthropic") ChatModel anthropic, ObservationRegistry observations, NaiveCount naive) {
            this.chat = ChatClient.create(anthropic, observations);
            this.naive = naive;
        }

        @Step("plan")
        void plan(String tag) {
            ask("plan " + tag);
        }

        @Step("edit")
        void edit(String tag) {
            ask("edit " + tag);
        }

        private void ask(String prompt) {
            naive.answer(chat.prompt(prompt).call().chatResponse());
        }
    }

    /** What of it runs at the same time. */
    @Feature("papers")
    static class Reviews {
        private final ChatClient chat;
        private final NaiveCount naive;

        Reviews(@Qualifier("anthropic") ChatModel anthropic, ObservationRegistry observations, NaiveCount naive) {
            this.chat = ChatClient.create(anthropic, observations);
            this.naive = naive;
        }

        @Step("review")
        boolean review(@StepKey int number, String tag) {
            naive.answer(chat.prompt("review " + number + " " + tag).call().chatResponse());
            return true;
        }
    }

    /** Asks a model in its own name, which the model that called it hands on. */
    static class Archive {
        private final ChatClient chat;

        Archive(ChatClient chat) {
            this.chat = chat;
        }

        @Tool(description = "looks")
        String look(String whose, int number) {
            String found =
                    chat.prompt("look " + number + " " + Tag.of(whose)).call().content();
            return found == null ? "" : found;
        }
    }

    /** The first answer to a question is not good enough. */
    static class TooShort implements CallAdvisor {

        @Override
        public String getName() {
            return "too short";
        }

        @Override
        public int getOrder() {
            return Ordered.LOWEST_PRECEDENCE - 1_000;
        }

        @Override
        public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
            CallAdvisorChain again = chain.copy(this);
            ChatClientResponse response = chain.nextCall(request);
            ChatResponse answer = response.chatResponse();
            Generation result = answer == null ? null : answer.getResult();
            if (result == null || !"short".equals(result.getOutput().getText())) {
                return response;
            }
            Prompt longer = request.prompt()
                    .mutate()
                    .messages(request.prompt().getUserMessage(), result.getOutput(), new UserMessage("longer, please"))
                    .build();
            return again.nextCall(request.mutate().prompt(longer).build());
        }
    }

    /** Does something so many times at once, on Reactor's threads. */
    static void atOnce(IntFunction<Boolean> work) {
        Flux.range(0, BRANCHES)
                .flatMap(i -> Mono.fromCallable(() -> work.apply(i)).subscribeOn(Schedulers.boundedElastic()), BRANCHES)
                .blockLast();
    }
}
