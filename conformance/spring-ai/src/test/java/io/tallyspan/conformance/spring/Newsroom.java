package io.tallyspan.conformance.spring;

import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.conformance.books.BooksRun;
import io.tallyspan.conformance.books.ScriptedProviders;
import io.tallyspan.conformance.books.Tag;
import java.time.Duration;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * An application of Spring Boot that does for one customer after the other what makes naive counting wrong: tool loops,
 * tools that ask models, work at the same time, streams, retries, timeouts, answers that are asked for again,
 * embeddings and cancels. Its prompts say who asks.
 */
final class Newsroom implements BooksRun.Application {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration IMPATIENCE = Duration.ofSeconds(1);

    private final Tallyspan tallyspan;
    private final ConfigurableApplicationContext context;
    private final NewsroomBeans.Desk desk;
    private final NewsroomBeans.Papers papers;
    private final NewsroomBeans.Reviews reviews;
    private final ChatModel impatient;
    private final ChatModel anthropic;

    Newsroom(Tallyspan tallyspan, ScriptedProviders providers, NaiveCount naive) {
        this.tallyspan = tallyspan;
        this.context = new SpringApplicationBuilder(NewsroomBeans.Application.class)
                .properties(
                        "spring.main.web-application-type=none",
                        "spring.main.banner-mode=off",
                        "spring.ai.model.chat=none",
                        "spring.ai.model.embedding=none",
                        "spring.ai.openai.api-key=no-secret",
                        "logging.level.root=warn")
                .initializers(starting -> {
                    starting.getBeanFactory().registerSingleton("tallyspan", tallyspan);
                    starting.getBeanFactory().registerSingleton("naive", naive);
                    register((GenericApplicationContext) starting, providers);
                })
                .run();
        this.desk = context.getBean(NewsroomBeans.Desk.class);
        this.papers = context.getBean(NewsroomBeans.Papers.class);
        this.reviews = context.getBean(NewsroomBeans.Reviews.class);
        this.impatient = context.getBean("impatient", ChatModel.class);
        this.anthropic = context.getBean("anthropic", ChatModel.class);
    }

    /** The models, as an application would define them; nothing here says that they are observed. */
    private static void register(GenericApplicationContext beans, ScriptedProviders providers) {
        NewsroomModels models = new NewsroomModels(beans, providers);
        beans.registerBean("openAi", ChatModel.class, () -> models.openAi(PATIENCE));
        beans.registerBean("impatient", ChatModel.class, () -> models.openAi(IMPATIENCE));
        beans.registerBean("embedding", EmbeddingModel.class, models::embedding);
        beans.registerBean("anthropic", ChatModel.class, models::anthropic);
    }

    @Override
    public void workFor(String customer) {
        try (AttributionScope run = tallyspan
                .run("newsroom")
                .runId("run-" + customer)
                .executionId("execution-" + customer)
                .customer(customer)
                .open()) {
            desk.loop(customer, Tag.of(customer, "chat", "desk/loop"));
            desk.parallel(customer, Tag.of(customer, "chat", "desk/parallel/branch"));
            desk.stream(customer, Tag.of(customer, "chat", "desk/stream")).blockLast();
            desk.guarded(customer, Tag.of(customer, "chat", "desk/guarded"));
            desk.retrieved(customer, Tag.of(customer, "chat", "desk/retrieved"));
            papers.plan(Tag.of(customer, "papers", "paper/plan"));
            try (AttributionScope step = tallyspan.step("reviews").open()) {
                NewsroomBeans.atOnce(i -> reviews.review(i, Tag.of(customer, "papers", "reviews/review")));
            }
            for (int i = 0; i < 3; i++) {
                papers.edit(Tag.of(customer, "papers", "paper/edit"));
            }
            plain(customer, "refused");
            plain(customer, "slow");
            try (AttributionScope step =
                    tallyspan.step("cancelled").feature("plain").open()) {
                anthropic.stream(new Prompt("ask " + Tag.of(customer, "plain", "cancelled")))
                        .take(1)
                        .blockLast();
            }
        }
    }

    private void plain(String customer, String step) {
        try (AttributionScope scope = tallyspan.step(step).feature("plain").open()) {
            impatient.call("ask " + Tag.of(customer, "plain", step));
        }
    }

    @Override
    public void close() {
        context.close();
        tallyspan.close();
    }
}
