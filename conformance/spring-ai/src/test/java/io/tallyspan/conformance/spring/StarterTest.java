package io.tallyspan.conformance.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.Tallyspan;
import io.tallyspan.annotation.Agent;
import io.tallyspan.annotation.Step;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.id.Dialect;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.testing.provider.ToolCall;
import io.tallyspan.usage.UsageRecord;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** The starter in real applications: with the dependency alone, with annotations, on servlets and on WebFlux. */
class StarterTest extends SpringCases {

    private static final String SECRET = "a:0123456789012345678901234567890123456789";

    @Test
    void theDependencyAloneObservesEveryModel() {
        ConfigurableApplicationContext context = start("none");

        context.getBean(ChatModel.class).call("hello");

        recorder.awaitOne().isEvent();
    }

    @Test
    void aModelOfAnotherVendorIsObservedToo() {
        dialect = Dialect.ANTHROPIC;
        ConfigurableApplicationContext context = start("none", "spring.ai.model.chat=anthropic");

        context.getBean(AnthropicChatModel.class).call("hello");

        recorder.awaitOne().isEvent();
    }

    @Test
    void annotationsSayWhoAsks() {
        String answer = assistant().answer("acme", "hello");

        assertThat(answer).isNotEmpty();
        UsageRecord record = recorder.awaitOne()
                .isEvent()
                .hasCustomer("acme")
                .hasFeature("chat")
                .hasStepPath("answer")
                .get();
        assertThat(record.attribution().agentName()).isEqualTo("assistant");
        assertThat(Context.current()).isEqualTo(Context.root());
    }

    @Test
    void anExpressionSaysTheCustomer() {
        assistant().answer(new Assistant.Order("globex", "hello"));

        recorder.awaitOne().hasCustomer("globex").hasStepPath("answer");
    }

    /** Annotated, and final. */
    static final class Finished {
        @Step("finished")
        String greet() {
            return "hello";
        }
    }

    @Test
    void aFinalClassIsLeftAlone() {
        ConfigurableApplicationContext context = start("none");
        Object bean = context.getAutowireCapableBeanFactory().initializeBean(new Finished(), "finished");

        assertThat(((Finished) bean).greet()).isEqualTo("hello");
    }

    @Test
    void usageSpansJoinTheTraceThatIsCurrent() {
        Assistant assistant = assistant();
        SpanContext caller = SpanContext.create(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                TraceFlags.getSampled(),
                TraceState.getDefault());

        try (Scope span = Context.current().with(Span.wrap(caller)).makeCurrent()) {
            assistant.answer("acme", "hello");
            assistant.stream("again").blockLast();
        }

        assertThat(recorder.await(2)).allSatisfy(record -> {
            assertThat(record.parent().getSpanId()).isEqualTo(caller.getSpanId());
            assertThat(record.span().getTraceId()).isEqualTo(caller.getTraceId());
        });
    }

    @Test
    void toolsAreStepsAndEachCallOfTheLoopIsOne() {
        scriptLoop();

        String answer = assistant().loop("acme", "loop");

        assertThat(answer).isEqualTo("done");
        assertLoop();
    }

    @Test
    void toolsOfAStreamAreStepsToo() {
        scriptLoop();

        List<String> pieces =
                assistant().streamingLoop("acme", "loop").collectList().block();

        assertThat(String.join("", pieces)).isEqualTo("done");
        assertLoop();
    }

    @Test
    void toolsAreStepsWithoutBootsObservationsToo() {
        scriptLoop();

        start(
                        "none",
                        "spring.autoconfigure.exclude=org.springframework.boot.micrometer.observation.autoconfigure"
                                + ".ObservationAutoConfiguration")
                .getBean(Assistant.class)
                .loop("acme", "loop");

        assertLoop();
    }

    @Test
    void aToolThatWorksOnOtherThreadsIsOneStep() {
        provider.script()
                .on(asks("loop"))
                .next(
                        Reply.ok().toolCalls(new ToolCall("forecast", "{\"city\": \"Rome\"}")),
                        Reply.ok().toolCalls(new ToolCall("forecast", "{\"city\": \"Oslo\"}")),
                        Reply.ok().text("done"));

        assistant().loop("acme", "loop");

        assertThat(paths(recorder.await(5)))
                .containsExactlyInAnyOrder("loop", "loop/forecast", "loop", "loop/forecast#2", "loop");
        assertThat(Context.current()).isEqualTo(Context.root());
    }

    @Test
    void aReactiveMethodThatThrowsEndsItsStep() {
        Assistant assistant = assistant();

        try (AttributionScope run = running().run("run").open()) {
            assertThatThrownBy(assistant::broken).isInstanceOf(IllegalStateException.class);
            assistant.answer("acme", "hello");
        }

        assertThat(paths(recorder.await(1))).containsExactly("assistant#2/answer");
    }

    private void scriptLoop() {
        provider.script()
                .on(asks("loop"))
                .next(
                        Reply.ok().toolCalls(weather("Rome")),
                        Reply.ok().toolCalls(weather("Oslo")),
                        Reply.ok().text("done"));
    }

    private void assertLoop() {
        List<UsageRecord> records = recorder.await(5);
        assertThat(paths(records)).containsExactlyInAnyOrder("loop", "loop/weather", "loop", "loop/weather#2", "loop");
        assertThat(distinct(records.stream().map(record -> record.attempt().callId())))
                .hasSize(5);
        assertThat(distinct(records.stream().map(record -> record.attribution().runId())))
                .hasSize(1);
        assertThat(records)
                .allSatisfy(record ->
                        assertRecord(record).isEvent().hasCustomer("acme").hasFeature("chat"));
    }

    @Test
    void executionsOfToolsAreRecordedIfThatIsAskedFor() {
        scriptLoop();

        start("none", "tallyspan.record-tools=true").getBean(Assistant.class).loop("acme", "loop");

        assertThat(recorder.await(7).stream()
                        .filter(record -> !record.usage().custom().isEmpty()))
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.attribution().step()).isEqualTo("loop/weather"));
    }

    @Test
    void aStreamIsInsideItsScopeWhereverItIsSubscribed() {
        Assistant assistant = assistant();
        Flux<String> stream;
        try (AttributionScope around = running().scope().customer("acme").open()) {
            stream = assistant.stream("hello");
        }

        stream.subscribeOn(Schedulers.boundedElastic()).blockLast();

        recorder.awaitOne().isEvent().hasCustomer("acme").hasFeature("chat").hasStepPath("stream");
        assertThat(Context.current()).isEqualTo(Context.root());
    }

    @Test
    void manyStreamsOnSharedThreadsKeepTheirCustomers() {
        Assistant assistant = assistant();

        Flux.range(0, 40)
                .flatMap(i -> assistant.elsewhere("customer-" + i % 4, "question " + i))
                .blockLast();

        List<UsageRecord> records = recorder.await(40);
        assertThat(records).allSatisfy(record -> assertRecord(record).isEvent());
        for (int i = 0; i < 4; i++) {
            String customer = "customer-" + i;
            assertThat(records)
                    .filteredOn(record -> customer.equals(record.attribution().customerId()))
                    .hasSize(10);
        }
        assertThat(Flux.range(0, 20)
                        .flatMap(i -> Flux.defer(() -> Flux.just(Context.current() == Context.root()))
                                .subscribeOn(Schedulers.boundedElastic()))
                        .collectList()
                        .block())
                .as("nothing is left behind on the threads")
                .containsOnly(true);
    }

    @ParameterizedTest
    @CsvSource({"servlet,/ask", "servlet,/stream", "servlet,/later", "reactive,/stream", "reactive,/later"})
    void rulesSayWhoAsks(String web, String path) throws Exception {
        ConfigurableApplicationContext context =
                start(web, "tallyspan.inbound.customer=header:X-Customer", "tallyspan.inbound.user=header:X-User");

        get(context, path + "?question=hello", "X-Customer", "acme", "X-User", "alice");
        get(context, path + "?question=again");

        List<UsageRecord> records = recorder.await(2);
        assertRecord(records.get(0)).isEvent().hasCustomer("acme").hasFeature("chat");
        assertThat(records.get(0).attribution().userId()).isEqualTo("alice");
        assertThat(records.get(1).attribution().customerId()).isNull();
        assertThat(distinct(records.stream().map(record -> record.attribution().runId())))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"servlet", "reactive"})
    void aTrustedCarrierGoesOnWithTheRunOfItsCaller(String web) throws Exception {
        ConfigurableApplicationContext context = start(
                web,
                "tallyspan.carrier.secrets=" + SECRET,
                "tallyspan.carrier.hosts=shop",
                "tallyspan.inbound.customer=header:X-Customer");
        Tallyspan tallyspan = context.getBean(Tallyspan.class);
        Map<String, String> headers = new HashMap<>();
        String run;
        try (AttributionScope caller = tallyspan.run("caller").customer("acme").open()) {
            run = tallyspan.attributor().origin(Context.current()).attribution().runId();
            tallyspan.inject("shop", headers, (message, name, value) -> message.put(name, value));
        }

        get(
                context,
                "/stream?question=hello",
                "tallyspan-context",
                headers.getOrDefault("tallyspan-context", "none"),
                "X-Customer",
                "mallory");

        UsageRecord record = recorder.awaitOne().hasCustomer("acme").get();
        assertThat(record.attribution().runId()).isEqualTo(run);
        assertThat(record.attribution().stepPath()).isEqualTo("assistant/stream");
    }

    @Test
    void springsClientsTellTrustedServicesOnWhoseBehalfTheyAsk() throws Exception {
        List<String> carriers = new CopyOnWriteArrayList<>();
        HttpServer shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/", asked -> {
            carriers.add(String.valueOf(asked.getRequestHeaders().getFirst("tallyspan-context")));
            asked.sendResponseHeaders(204, -1);
            asked.close();
        });
        shop.start();
        String url = "http://127.0.0.1:" + shop.getAddress().getPort() + "/stock";
        ConfigurableApplicationContext context =
                start("none", "tallyspan.carrier.secrets=" + SECRET, "tallyspan.carrier.hosts=127.0.0.1");
        RestClient rest = context.getBean(RestClient.Builder.class).build();
        WebClient web = context.getBean(WebClient.Builder.class).build();

        try (AttributionScope caller = running().run("caller").customer("acme").open()) {
            rest.get().uri(url).retrieve().toBodilessEntity();
            web.get().uri(url).retrieve().toBodilessEntity().block();
            web.get()
                    .uri(url)
                    .header("tallyspan-context", "mine")
                    .retrieve()
                    .toBodilessEntity()
                    .block();
        }
        rest.get().uri(url).retrieve().toBodilessEntity();
        shop.stop(0);

        assertThat(carriers).hasSize(4);
        assertThat(carriers.subList(0, 2)).allMatch(carrier -> carrier.contains("."), "a signed carrier");
        assertThat(carriers.subList(2, 4)).containsExactly("mine", "null");
    }

    @Test
    void asyncMethodsTakeTheirCallersAttributionAlong() throws Exception {
        Assistant assistant = assistant();

        try (AttributionScope around = running().scope().customer("acme").open()) {
            assistant.later("hello").get(20, TimeUnit.SECONDS);
        }

        recorder.awaitOne().hasCustomer("acme");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsTakeItAlongToo() throws Exception {
        Assistant assistant =
                start("none", "spring.threads.virtual.enabled=true").getBean(Assistant.class);

        try (AttributionScope around = running().scope().customer("acme").open()) {
            assistant.later("hello").get(20, TimeUnit.SECONDS);
        }

        recorder.awaitOne().hasCustomer("acme");
    }

    /** Works by itself, again and again. */
    @Agent("janitor")
    static class Janitor {
        private final Assistant assistant;
        private final CountDownLatch twice = new CountDownLatch(2);

        Janitor(Assistant assistant) {
            this.assistant = assistant;
        }

        boolean awaitTwice() throws InterruptedException {
            return twice.await(20, TimeUnit.SECONDS);
        }

        @Scheduled(fixedDelay = 20)
        void sweep() {
            if (twice.getCount() > 0) {
                assistant.answer("acme", "sweep");
                twice.countDown();
            }
        }
    }

    /** Schedules it. */
    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    @Import({Application.class, Janitor.class})
    static class Scheduling {}

    @Test
    void eachScheduledExecutionIsARunOfItsOwn() throws Exception {
        Janitor janitor = startApplication(Scheduling.class, "none").getBean(Janitor.class);

        assertThat(janitor.awaitTwice()).isTrue();

        List<UsageRecord> records = recorder.await(2);
        assertThat(distinct(records.stream().map(record -> record.attribution().runId())))
                .hasSize(2);
        assertThat(paths(records)).containsOnly("assistant/answer");
    }

    @Test
    void theActuatorShowsWhatIsOnAndTheLastEventsWithoutContent() throws Exception {
        ConfigurableApplicationContext context =
                start("servlet", "management.endpoints.web.exposure.include=tallyspan");
        get(context, "/ask?question=secret-question");
        recorder.awaitOne();

        String shown = get(context, "/actuator/tallyspan");

        assertThat(shown)
                .contains("\"enabled\":true", "\"step\":\"answer\"", "\"input_tokens\":", "tallyspan.guarded")
                .doesNotContain("secret-question", "no-secret");
    }

    @Test
    void metersCountTokensAndCost() {
        ConfigurableApplicationContext context = start("none", "tallyspan.spring.metrics-max-values=1");
        provider.script()
                .next(
                        Reply.ok().model("gpt-4o-mini-2024-07-18"),
                        Reply.ok().model("gpt-4o-mini-2024-07-18"),
                        Reply.ok().model("gpt-4o-2024-08-06"));

        for (int i = 0; i < 3; i++) {
            context.getBean(Assistant.class).answer("acme", "question " + i);
        }

        List<UsageRecord> records = recorder.await(3);
        MeterRegistry meters = context.getBean(MeterRegistry.class);
        double input = meters.find("tallyspan.usage").tag("unit", "input_tokens").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
        assertThat(input)
                .isEqualTo(records.stream()
                        .mapToDouble(record -> record.usage().get(io.tallyspan.usage.Unit.INPUT_TOKENS))
                        .sum());
        assertThat(meters.find("tallyspan.attempts").tag("model", "other").counter())
                .isNotNull();
        assertThat(meters.find("tallyspan.cost").tag("currency", "USD").counters())
                .isNotEmpty();
        assertThat(meters.getMeters())
                .allSatisfy(
                        meter -> assertThat(meter.getId().getTags().toString()).doesNotContain("acme"));
    }

    @Test
    void settingsMayBeWrittenAsYamlHasThem() {
        ConfigurableApplicationContext context = start(
                "none",
                "tallyspan.customer=acme",
                "tallyspan.inbound.feature[0]=header:A",
                "tallyspan.inbound.feature[1]=header:B");

        context.getBean(ChatModel.class).call("hello");

        recorder.awaitOne().hasCustomer("acme");
        assertThat(context.getBean(Tallyspan.class).config().inboundRules().feature())
                .hasSize(2);
    }

    @Test
    void aMisspeltSettingIsAnErrorThatNamesTheRightOne() {
        assertThatThrownBy(() -> start("none", "tallyspan.custommer=acme"))
                .hasStackTraceContaining(
                        "unknown setting tallyspan.custommer in Spring's environment (defaultProperties)")
                .hasStackTraceContaining("did you mean tallyspan.customer");
    }

    @Test
    void switchedOffItIsNotThere() {
        // the recorder has nobody to watch
        assertThatThrownBy(() -> start("none", "tallyspan.enabled=false"))
                .isInstanceOf(org.springframework.beans.factory.NoSuchBeanDefinitionException.class);
    }

    private static ToolCall weather(String city) {
        return new ToolCall("weather", "{\"city\": \"" + city + "\"}");
    }
}
