package io.tallyspan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tallyspan.config.TallyspanConfig;
import io.tallyspan.config.TallyspanConfigException;
import io.tallyspan.price.PriceOverrides;
import io.tallyspan.runtime.Counter;
import io.tallyspan.usage.Cost;
import io.tallyspan.usage.UsageRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A price list that a real server serves, which changes, breaks and comes back. */
class PriceUrlTest {

    /** What the server does with one question. */
    private interface Script {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final List<Map<String, List<String>>> asked = new CopyOnWriteArrayList<>();
    private final List<UsageRecord> records = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger keys = new AtomicInteger();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Script script = exchange -> send(exchange, 404, "");
    private HttpServer server;

    @TempDir
    Path directory;

    PriceUrlTest() throws IOException {
        server = started(0);
    }

    private HttpServer started(int port) throws IOException {
        HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        made.setExecutor(executor);
        made.createContext("/", exchange -> {
            asked.add(Map.copyOf(exchange.getRequestHeaders()));
            try (exchange) {
                script.answer(exchange);
            }
        });
        made.start();
        return made;
    }

    @BeforeEach
    void noThreadIsLeftOfAnotherTest() {
        await(() -> pollers() == 0);
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    private static void await(Callable<Boolean> condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        try {
            while (!condition.call()) {
                assertThat(System.nanoTime()).as("it has not come about").isLessThan(deadline);
                Thread.sleep(5);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static long pollers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("tallyspan-prices"))
                .count();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String list(String version, String gpuMinute) {
        return "{\"version\":\"" + version + "\",\"custom\":[{\"each\":{\"gpu_minutes\":\"" + gpuMinute + "\"}}]}";
    }

    /** Serves a list under its version as entity tag, and 304 to who has it. */
    private static Script serving(String version, String gpuMinute) {
        return exchange -> {
            String tag = '"' + version + '"';
            exchange.getResponseHeaders().set("ETag", tag);
            if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                send(exchange, 304, "");
            } else {
                send(exchange, 200, list(version, gpuMinute));
            }
        };
    }

    private String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/prices.json?token=hidden";
    }

    private TallyspanBuilder builder() {
        return Tallyspan.builder()
                .set("tallyspan.prices.url", url())
                .set("tallyspan.prices.interval", "20ms")
                .sink(records::add);
    }

    private @Nullable Cost cost(Tallyspan tallyspan) {
        tallyspan.record("gpu_minutes", BigDecimal.ONE, "job-" + keys.incrementAndGet());
        return records.get(records.size() - 1).cost();
    }

    private void awaitPrice(Tallyspan tallyspan, String price) {
        await(() -> {
            Cost cost = cost(tallyspan);
            return cost != null && cost.amount().toPlainString().equals(price);
        });
    }

    private static void awaitCount(Tallyspan tallyspan, String result, long more) {
        long now = tallyspan.counters().get(Counter.PRICE_UPDATES, result);
        await(() -> tallyspan.counters().get(Counter.PRICE_UPDATES, result) >= now + more);
    }

    @Test
    void aListThatChangesIsInForceWithoutARestart() {
        script = serving("one", "2");
        try (Tallyspan tallyspan = builder().build()) {
            awaitPrice(tallyspan, "2");
            Cost cost = requireNonNull(cost(tallyspan));
            assertThat(cost.source()).isEqualTo(Cost.Source.OVERRIDE);
            assertThat(cost.priceVersion()).isEqualTo("one");
            awaitCount(tallyspan, "unchanged", 2);
            assertThat(asked.get(asked.size() - 1).get("If-none-match")).containsExactly("\"one\"");
            assertThat(tallyspan.counters().get(Counter.PRICE_UPDATES, "updated"))
                    .isEqualTo(1);

            script = serving("two", "3");
            awaitPrice(tallyspan, "3");
            assertThat(tallyspan.counters().get(Counter.PRICE_UPDATES, "failed"))
                    .isZero();
        }
        await(() -> pollers() == 0);
    }

    @Test
    void aDateServesWhereThereIsNoEntityTag() {
        script = exchange -> {
            exchange.getResponseHeaders().set("Last-Modified", "Thu, 26 Nov 2026 10:00:00 GMT");
            send(
                    exchange,
                    exchange.getRequestHeaders().containsKey("If-Modified-Since") ? 304 : 200,
                    exchange.getRequestHeaders().containsKey("If-Modified-Since") ? "" : list("dated", "5"));
        };
        try (Tallyspan tallyspan = builder().build()) {
            awaitPrice(tallyspan, "5");
            awaitCount(tallyspan, "unchanged", 1);
            assertThat(asked.get(asked.size() - 1).get("If-modified-since"))
                    .containsExactly("Thu, 26 Nov 2026 10:00:00 GMT");
        }
    }

    @Test
    void theLastGoodListStaysInForceWhateverTheServerDoes() {
        List<Script> broken = List.of(
                exchange -> send(exchange, 500, "down"),
                exchange -> send(exchange, 200, "<html>sign in</html>"),
                exchange -> send(exchange, 200, "{\"version\":\"three\",\"providers\":[{}]}"),
                exchange -> send(exchange, 200, ""),
                exchange -> {
                    exchange.getResponseHeaders().set("Location", "https://elsewhere.example/prices.json");
                    send(exchange, 301, "");
                },
                exchange -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write(list("cut", "9").getBytes(UTF_8));
                    exchange.getResponseBody().flush();
                    throw new IOException("cut");
                },
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                    send(exchange, 200, "no gzip");
                },
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    byte[] spaces = " ".repeat(1 << 20).getBytes(UTF_8);
                    for (int i = 0; i < 40; i++) {
                        exchange.getResponseBody().write(spaces);
                    }
                });
        script = serving("one", "2");
        try (Tallyspan tallyspan = builder().build()) {
            awaitPrice(tallyspan, "2");
            for (Script each : broken) {
                script = each;
                awaitCount(tallyspan, "failed", 1);
                assertThat(requireNonNull(cost(tallyspan)).amount()).isEqualByComparingTo("2");
            }
            script = serving("two", "3");
            awaitPrice(tallyspan, "3");
            assertThat(tallyspan.counters().get(Counter.GUARDED)).isZero();
        }
    }

    @Test
    void aRestartTakesTheLastGoodListFromTheStateDirectory() throws IOException {
        script = serving("one", "2");
        try (Tallyspan tallyspan =
                builder().set("tallyspan.state-dir", directory.toString()).build()) {
            awaitPrice(tallyspan, "2");
            await(() -> copy() != null);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(requireNonNull(copy()))))
                .isEqualTo("rw-------");

        script = exchange -> send(exchange, 503, "");
        try (Tallyspan tallyspan =
                builder().set("tallyspan.state-dir", directory.toString()).build()) {
            assertThat(requireNonNull(cost(tallyspan)).priceVersion())
                    .as("from the first call on")
                    .isEqualTo("one");
            awaitCount(tallyspan, "failed", 1);
            assertThat(requireNonNull(cost(tallyspan)).priceVersion()).isEqualTo("one");
            assertThat(asked.get(asked.size() - 1).get("If-none-match")).containsExactly("\"one\"");
        }

        Files.setPosixFilePermissions(requireNonNull(copy()), PosixFilePermissions.fromString("rw-rw-rw-"));
        try (Tallyspan tallyspan =
                builder().set("tallyspan.state-dir", directory.toString()).build()) {
            assertThat(cost(tallyspan))
                    .as("anybody may have written it: without a price that can be trusted there is none")
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"one\"\n", "\"one\"\n\n{\"version\":", "\"one\"\n\n[]", "\u0000\u0000\u0000"})
    void aCopyThatIsBrokenIsPassedOver(String content) throws IOException {
        script = serving("one", "2");
        try (Tallyspan tallyspan =
                builder().set("tallyspan.state-dir", directory.toString()).build()) {
            await(() -> copy() != null);
        }
        Files.writeString(requireNonNull(copy()), content);
        asked.clear();
        try (Tallyspan tallyspan =
                builder().set("tallyspan.state-dir", directory.toString()).build()) {
            awaitPrice(tallyspan, "2");
            assertThat(asked.get(0)).as("as if there were none").doesNotContainKey("If-none-match");
        }
    }

    private @Nullable Path copy() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().contains("prices-")
                            && !file.toString().endsWith(".tmp"))
                    .findFirst()
                    .orElse(null);
        }
    }

    @Test
    void aServerThatNeverAnswersHoldsUpNeitherTheStartNorTheEnd() {
        CountDownLatch reached = new CountDownLatch(1);
        script = exchange -> {
            reached.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        try (Tallyspan tallyspan = builder().build()) {
            await(() -> reached.getCount() == 0);
            assertThat(cost(tallyspan))
                    .as("started, and the answer is still out")
                    .isNull();
            assertThat(pollers()).isEqualTo(1);
        }
        await(() -> pollers() == 0);
    }

    @Test
    void codeWinsOverTheUrlAndTheUrlOverTheFile() throws IOException {
        Path file = Files.writeString(
                directory.resolve("own.json"),
                "{\"version\":\"file\",\"custom\":[{\"each\":{\"gpu_minutes\":\"1\",\"searches\":\"10\",\"pages\":\"100\"}}]}");
        script = exchange -> send(
                exchange,
                200,
                "{\"version\":\"url\",\"custom\":[{\"each\":{\"gpu_minutes\":\"2\",\"searches\":\"20\"}}]}");
        PriceOverrides code = PriceOverrides.builder("code")
                .currency("EUR")
                .custom("gpu_minutes", new BigDecimal("3"))
                .build();
        try (Tallyspan tallyspan = builder()
                .set("tallyspan.prices.file", file.toString())
                .prices(code)
                .build()) {
            awaitCount(tallyspan, "updated", 1);
            Cost gpu = requireNonNull(cost(tallyspan));
            assertThat(gpu.amount() + " " + gpu.currency() + " " + gpu.priceVersion())
                    .isEqualTo("3 EUR code");
            tallyspan.record("searches", BigDecimal.ONE, "s");
            assertThat(requireNonNull(records.get(records.size() - 1).cost()).priceVersion())
                    .isEqualTo("url");
            tallyspan.record("pages", BigDecimal.ONE, "p");
            assertThat(requireNonNull(records.get(records.size() - 1).cost()).priceVersion())
                    .isEqualTo("file");
        }
        try (Tallyspan tallyspan =
                Tallyspan.builder().sink(records::add).prices(code).build()) {
            assertThat(requireNonNull(cost(tallyspan)).amount()).isEqualByComparingTo("3");
        }
    }

    @Test
    void theListMayBePackedAndAskedForWithHeaders() {
        script = exchange -> {
            if (!"Bearer s3cret".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                send(exchange, 401, "");
                return;
            }
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (OutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(list("packed", "4").getBytes(UTF_8));
            }
            exchange.getResponseBody().write(packed.toByteArray());
        };
        try (Tallyspan tallyspan = builder()
                .set("tallyspan.prices.headers", "Authorization=Bearer%20s3cret")
                .build()) {
            awaitPrice(tallyspan, "4");
        }
    }

    @Test
    void whatMayBeSecretIsNotShown() {
        TallyspanConfig config = TallyspanConfig.builder()
                .set("tallyspan.prices.url", "https://me:pass@prices.internal/list.json?sig=s3cret")
                .set("tallyspan.prices.headers", "Authorization=Bearer%20s3cret")
                .build();
        assertThat(config.toString())
                .contains("https://prices.internal/list.json")
                .doesNotContain("s3cret")
                .doesNotContain("pass");
        assertThat(requireNonNull(config.pricesUrl()).toString())
                .doesNotContain("s3cret")
                .doesNotContain("pass");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prices.json", "ftp://prices.internal/list.json", "https:///list.json"})
    void aUrlThatIsNoneIsRefused(String wrong) {
        TallyspanBuilder misspelt = Tallyspan.builder().set("tallyspan.prices.url", wrong);
        assertThatThrownBy(misspelt::build)
                .isInstanceOf(TallyspanConfigException.class)
                .hasMessageContaining("tallyspan.prices.url=" + wrong)
                .hasMessageContaining("an http or https URL");
    }
}
