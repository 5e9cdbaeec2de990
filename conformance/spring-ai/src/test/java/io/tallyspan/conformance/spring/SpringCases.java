package io.tallyspan.conformance.spring;

import io.tallyspan.Tallyspan;
import io.tallyspan.id.Dialect;
import io.tallyspan.spring.autoconfigure.TallyspanBuilderCustomizer;
import io.tallyspan.testing.provider.FakeProvider;
import io.tallyspan.testing.provider.ReceivedRequest;
import io.tallyspan.testing.recorder.UsageRecordAssert;
import io.tallyspan.testing.recorder.UsageRecorder;
import io.tallyspan.usage.UsageRecord;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableAsync;

/** A provider, and real applications of Spring Boot that know nothing of Tallyspan but annotations. */
abstract class SpringCases {

    /** What Spring AI takes for a part of the base: nothing in 1.x. */
    private static final String OPENAI_PATH = System.getProperty("conformance.openai.path", "/v1");

    @RegisterExtension
    final UsageRecorder recorder = new UsageRecorder();

    final FakeProvider provider = FakeProvider.start();
    Dialect dialect = Dialect.OPENAI;
    private final List<ConfigurableApplicationContext> running = new ArrayList<>();

    /** An application. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableAsync
    @Import({Assistant.class, AssistantController.class})
    static class Application {}

    @AfterEach
    void closeEverything() {
        running.forEach(ConfigurableApplicationContext::close);
        provider.close();
    }

    /** Starts an application on a free port, or on none, with more properties. */
    final ConfigurableApplicationContext start(String web, String... properties) {
        return startApplication(Application.class, web, properties);
    }

    /** As {@link #start}, of that application. */
    final ConfigurableApplicationContext startApplication(Class<?> application, String web, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "spring.main.web-application-type=" + web,
                "spring.main.banner-mode=off",
                "server.port=0",
                "spring.ai.openai.base-url=" + provider.url() + OPENAI_PATH,
                "spring.ai.openai.api-key=no-secret",
                "spring.ai.anthropic.base-url=" + provider.url(),
                "spring.ai.anthropic.api-key=no-secret",
                "spring.ai.ollama.base-url=" + provider.url(),
                "spring.ai.model.chat=openai",
                "spring.ai.model.embedding=openai",
                "logging.level.root=warn"));
        all.addAll(List.of(properties));
        ConfigurableApplicationContext context = new SpringApplicationBuilder(application)
                .properties(all.toArray(String[]::new))
                .initializers(starting -> starting.getBeanFactory()
                        .registerSingleton("testing", (TallyspanBuilderCustomizer)
                                builder -> builder.sink(recorder).host(provider.authority(), dialect)))
                .run();
        running.add(context);
        recorder.watch(context.getBean(Tallyspan.class).counters());
        return context;
    }

    /** Tallyspan as the last application has it. */
    final Tallyspan running() {
        return running.get(running.size() - 1).getBean(Tallyspan.class);
    }

    final Assistant assistant() {
        return start("none").getBean(Assistant.class);
    }

    /** The body of the answer to a request with these headers: names and values in turn. */
    static String get(ConfigurableApplicationContext context, String path, String... headers) throws Exception {
        String port = context.getEnvironment().getProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new AssertionError(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    /** Chats whose first question is this. */
    static Predicate<ReceivedRequest> asks(String question) {
        return request -> request.bodyText().contains("\"" + question + "\"");
    }

    static UsageRecordAssert assertRecord(UsageRecord record) {
        return new UsageRecordAssert(record);
    }

    static List<String> paths(List<UsageRecord> records) {
        return records.stream().map(record -> record.attribution().stepPath()).toList();
    }

    static Set<String> distinct(Stream<String> values) {
        return new TreeSet<>(values.toList());
    }
}
