package io.tallyspan.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int price(String... arguments) {
        List<String> all = new ArrayList<>(List.of("price"));
        all.addAll(List.of(arguments));
        return Main.run(all, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    private List<String> lines() {
        return out.toString(UTF_8)
                .lines()
                .map(line -> line.replaceAll("\\s+", " "))
                .toList();
    }

    @Test
    void everyBucketIsALineAndTheSumIsExact() {
        assertThat(price("gpt-4o", "--input", "1000", "--output=200", "--cached", "800", "--at", "2026-11-23"))
                .isZero();
        assertThat(lines().get(0))
                .startsWith("openai gpt-4o, price list genai-prices-2026-08-21+overlay-")
                .endsWith("at 2026-11-23T00:00:00Z");
        assertThat(lines())
                .contains(
                        "input_tokens 200 0.0000025 0.0005",
                        "cache_read_tokens 800 0.00000125 0.001",
                        "output_tokens 200 0.00001 0.002",
                        "sum 0.0035");
    }

    @Test
    void theTierAndTheTimeCount() {
        assertThat(price(
                        "claude-sonnet-5",
                        "--provider",
                        "anthropic",
                        "--input",
                        "1000",
                        "--tier",
                        "batch",
                        "--at",
                        "2026-08-31"))
                .isZero();
        assertThat(lines()).contains("tier, speed and place multiply the prices of tokens by 0.5", "sum 0.001");
    }

    @Test
    void whatHasNoPriceSaysSoAndFails() {
        assertThat(price("no-such-model", "--input", "10")).isEqualTo(Main.FAILED);
        assertThat(err.toString(UTF_8)).contains("no-such-model", "never 0", "--prices");
        assertThat(out.size()).isZero();
    }

    @Test
    void aListOfOnesOwnWins(@TempDir Path folder) throws IOException {
        Path list = folder.resolve("prices.json");
        Files.writeString(
                list,
                "{\"version\":\"mine\",\"providers\":[{\"id\":\"*\",\"models\":[{\"id\":\"no-such-model\",\"prices\":"
                        + "[{\"per_million\":{\"input_tokens\":\"3\"}}]}]}]}");
        assertThat(price("no-such-model", "--input", "1_000", "--prices", list.toString()))
                .isZero();
        assertThat(lines()).contains("sum 0.003");
        Files.writeString(list, "{}");
        assertThat(price("no-such-model", "--input", "10", "--prices", list.toString()))
                .isEqualTo(Main.USAGE);
        assertThat(err.toString(UTF_8)).contains(list.toString(), "lacks 'version'");
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThat(price()).isEqualTo(Main.USAGE);
        assertThat(price("gpt-4o")).isEqualTo(Main.USAGE);
        assertThat(price("gpt-4o", "--input", "many")).isEqualTo(Main.USAGE);
        assertThat(price("gpt-4o", "--input", "-5")).isEqualTo(Main.USAGE);
        assertThat(price("gpt-4o", "--input", "1.5")).isEqualTo(Main.USAGE);
        assertThat(price("gpt-4o", "--input", "5", "--provider", "opnai")).isEqualTo(Main.USAGE);
        assertThat(price("gpt-4o", "--inptu", "5")).isEqualTo(Main.USAGE);
        assertThat(err.toString(UTF_8))
                .contains("price gpt-4o --input", "nothing to price", "many", "-5", "1.5", "opnai", "--input");
    }
}
