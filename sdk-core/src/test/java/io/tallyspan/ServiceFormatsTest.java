package io.tallyspan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.context.Context;
import io.tallyspan.call.ObservedExchange;
import io.tallyspan.config.TallyspanConfigException;
import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import io.tallyspan.reader.Answer;
import io.tallyspan.reader.Endpoint;
import io.tallyspan.reader.JsonPaths;
import io.tallyspan.reader.JsonValue;
import io.tallyspan.reader.NamedEndpoint;
import io.tallyspan.reader.UsageReader;
import io.tallyspan.reader.WireFormat;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.Guard;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageRecord;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A format of the user's own, found as a service. */
class ServiceFormatsTest {

    /** An API that answers {@code {"spent":{"in":3,"out":4}}}. */
    public static final class AcmeFormat implements WireFormat {
        @Override
        public String name() {
            return "acme";
        }

        @Override
        public @Nullable Endpoint match(RequestTarget target, @Nullable Dialect dialect) {
            if (target.path().equals("/broken")) {
                throw new IllegalStateException("a defect of the user's");
            }
            return target.path().equals("/acme/talk")
                    ? Endpoint.inference(
                            Dialect.COMPATIBLE, "chat", Set.of(Unit.INPUT_TOKENS, Unit.OUTPUT_TOKENS), AcmeReader::new)
                    : null;
        }

        @Override
        public List<NamedEndpoint> endpoints() {
            return List.of(new NamedEndpoint("acme-talk", "/acme/talk", Dialect.COMPATIBLE));
        }
    }

    private static final class AcmeReader implements UsageReader {
        private static final JsonPaths PATHS =
                JsonPaths.builder().add("spent.in", 0).add("spent.out", 1).build();
        private final Usage.Builder usage = Usage.builder();

        @Override
        public JsonPaths paths() {
            return PATHS;
        }

        @Override
        public void value(int path, JsonValue value) {
            usage.set(path == 0 ? Unit.INPUT_TOKENS : Unit.OUTPUT_TOKENS, value.count());
        }

        @Override
        public Answer answer() {
            return Answer.builder().usage(usage.build(), true).build();
        }
    }

    private static RequestTarget target(String path) {
        return new RequestTarget("POST", "https", "acme.example", 443, path, Headers.none());
    }

    @Test
    void aFormatOfTheUsersIsAskedAndOneThatThrowsIsPassedOver() {
        List<UsageRecord> records = new ArrayList<>();
        List<Throwable> guarded = new ArrayList<>();
        try (Tallyspan tallyspan = Tallyspan.builder()
                .sink(records::add)
                .guardObserver(guarded::add)
                .build()) {
            ObservedExchange exchange = Objects.requireNonNull(
                    tallyspan.observer().begin(target("/acme/talk"), Context.root()), "not recognised");
            exchange.requestBodyStart();
            exchange.requestBodyEnd();
            exchange.responseHeaders(200, Headers.of(Map.of("content-type", "application/json")));
            byte[] body = "{\"spent\":{\"in\":3,\"out\":4}}".getBytes(UTF_8);
            exchange.responseBody(body, 0, body.length);
            exchange.responseEnd();
            assertThat(records).hasSize(1);
            assertThat(records.get(0).usage().get(Unit.OUTPUT_TOKENS)).isEqualTo(4);

            assertThat(tallyspan.observer().begin(target("/broken"), Context.root()))
                    .isNull();
            assertThat(tallyspan.counters().get(Counter.GUARDED)).isEqualTo(1);
            assertThat(guarded).hasSize(1);
            assertThat(tallyspan.observer().begin(target("/v1/chat/completions"), Context.root()))
                    .as("the shipped formats still read")
                    .isNotNull();
        }
    }

    @Test
    void aPathOfTheUsersMayStandForAnEndpointOfTheirFormat() {
        try (Tallyspan tallyspan = Tallyspan.builder()
                .sink(record -> {})
                .set("tallyspan.endpoints", "acme.example/gw/talk=acme-talk")
                .endpoint("acme.example/gw/chat", "openai-chat")
                .build()) {
            assertThat(tallyspan.observer().begin(target("/gw/talk"), Context.root()))
                    .isNotNull();
            assertThat(tallyspan.observer().begin(target("/gw/chat"), Context.root()))
                    .isNotNull();
            assertThat(tallyspan.observer().begin(target("/gw/other"), Context.root()))
                    .isNull();
        }
    }

    @Test
    void anEndpointThatNobodyKnowsIsAnErrorOfTheConfiguration() {
        TallyspanBuilder misspelt = Tallyspan.builder().set("tallyspan.endpoints", "acme.example/gw/talk=acme-tolk");
        assertThatThrownBy(misspelt::build)
                .isInstanceOf(TallyspanConfigException.class)
                .hasMessageContaining("tallyspan.endpoints")
                .hasMessageContaining("acme-talk, anthropic-complete");
        for (String wrong : List.of("acme.example=openai-chat", "acme.example/gw", "/gw=openai-chat", "a/b?c=x")) {
            TallyspanBuilder builder = Tallyspan.builder().set("tallyspan.endpoints", wrong);
            assertThatThrownBy(builder::build)
                    .isInstanceOf(TallyspanConfigException.class)
                    .hasMessageContaining("tallyspan.endpoints=" + wrong)
                    .hasMessageContaining("host/path=endpoint");
        }
    }

    @Test
    void aServiceThatDoesNotExistKeepsNobodyFromStarting(@TempDir Path folder) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(WireFormat.class.getName()), "com.example.NoSuchFormat\n");
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            List<Throwable> guarded = new ArrayList<>();
            Counters counters = new Counters();
            assertThat(ServiceFormats.find(new Guard(counters, guarded::add), loader))
                    .isNotNull();
            assertThat(guarded).hasSize(1);
        }
    }
}
