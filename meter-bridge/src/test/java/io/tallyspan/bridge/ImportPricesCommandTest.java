package io.tallyspan.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file in LiteLLM's format, with prices made up. */
class ImportPricesCommandTest {

    private static final String LITELLM = """
            {
              "sample_spec": {"litellm_provider": "one of ...", "input_cost_per_token": 0.0},
              "house-1": {"litellm_provider": "openai", "mode": "chat", "max_tokens": 8192,
                "input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05, "cache_read_input_token_cost": 1.25e-06,
                "input_cost_per_token_batches": 1.25e-06, "input_cost_per_token_priority": 4e-06,
                "search_context_cost_per_query": {"search_context_size_low": 0.03}, "supports_vision": true},
              "claude-house": {"litellm_provider": "anthropic", "mode": "chat",
                "input_cost_per_token": 3e-06, "input_cost_per_token_above_200k_tokens": 6e-06,
                "output_cost_per_token": 1.5e-05, "output_cost_per_token_above_200k_tokens": 2.25e-05,
                "cache_creation_input_token_cost": 3.75e-06, "cache_creation_input_token_cost_above_1hr": 6e-06,
                "cache_creation_input_token_cost_above_200k_tokens": 7.5e-06,
                "cache_read_input_token_cost": 3e-07, "cache_read_input_token_cost_above_200k_tokens": 6e-07},
              "xai/grok-house": {"litellm_provider": "xai", "input_cost_per_token": 2e-07, "output_cost_per_token": 5e-07},
              "house-whisper": {"litellm_provider": "openai", "mode": "audio_transcription", "input_cost_per_second": 0.0001},
              "bedrock/us-gov-west-1/house": {"litellm_provider": "bedrock", "input_cost_per_token": 1e-06},
              "ollama/free": {"litellm_provider": "ollama", "input_cost_per_token": 0.0, "output_cost_per_token": 0.0},
              "only-dbus": {"litellm_provider": "databricks", "input_dbu_cost_per_token": 7e-06}
            }
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private int run(String... arguments) {
        out.reset();
        return Main.run(List.of(arguments), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    private Path imported() throws IOException {
        Path file = Files.writeString(folder.resolve("litellm.json"), LITELLM);
        Path list = folder.resolve("prices.json");
        assertThat(run("import-prices", "litellm", file.toString(), "--out", list.toString(), "--version", "house-7"))
                .as(err.toString(UTF_8))
                .isZero();
        return list;
    }

    private String price(Path list, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "price";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 2] = "--prices";
        all[all.length - 1] = list.toString();
        assertThat(run(all)).as(err.toString(UTF_8)).isZero();
        return out.toString(UTF_8).replaceAll("[ \\t]+", " ");
    }

    @Test
    void whatIsImportedPricesUsageExactly() throws IOException {
        Path list = imported();
        assertThat(out.toString(UTF_8)).contains("4 models of 7");
        // 200 at 2.5, 800 at 1.25 and 100 at 10 dollars a million
        assertThat(price(list, "house-1", "--provider=openai", "--input=1000", "--cached=800", "--output=100"))
                .contains("house-7")
                .contains("sum 0.0025");
        assertThat(price(list, "grok-house", "--provider=xai", "--input=1000000", "--output=1000000"))
                .contains("sum 0.7");
        assertThat(price(list, "house-whisper", "--provider=openai", "--audio-seconds=2.5"))
                .contains("sum 0.00025");
    }

    @Test
    void thresholdsAreCliffsAndLongCacheWritesHaveTheirPrice() throws IOException {
        Path list = imported();
        assertThat(price(
                        list,
                        "claude-house",
                        "--provider=anthropic",
                        "--input=200000",
                        "--cache-write-1h=100000",
                        "--cache-write=100000"))
                .contains("sum 0.9"); // 100,000 at 3 and 100,000 at 6
        assertThat(price(list, "claude-house", "--provider=anthropic", "--input=300000", "--cached=100000"))
                .contains("sum 1.26"); // 200,000 at 6 and 100,000 at 0.6
    }

    @Test
    void whatTheListCannotSayIsNamed() throws IOException {
        imported();
        assertThat(err.toString(UTF_8))
                .contains("not carried: prices 'input_cost_per_token_batches': 1")
                .contains("not carried: prices 'input_cost_per_token_priority': 1")
                .contains("not carried: prices 'search_context_cost_per_query': 1")
                .contains("not carried: prices 'input_dbu_cost_per_token': 1")
                .contains("not carried: models of one region or one size of images: 1")
                .contains("not carried: models at no price at all, which is as often unknown as free: 1");
    }

    @Test
    void whatIsNoSuchFileIsRefusedAndNothingIsWritten() throws IOException {
        Path list = folder.resolve("prices.json");
        for (String wrong : List.of("[]", "{}", "{\"a\":1}", "{\"a\":{\"b\":", "nonsense")) {
            Path file = Files.writeString(folder.resolve("wrong.json"), wrong);
            assertThat(run("import-prices", "litellm", file.toString(), "--out", list.toString()))
                    .isEqualTo(Main.USAGE);
            assertThat(err.toString(UTF_8)).contains(file.toString());
            assertThat(list).doesNotExist();
        }
        assertThat(run("import-prices", "litellm", "absent.json", "--out", list.toString()))
                .isEqualTo(Main.USAGE);
        assertThat(run("import-prices", "csv", "x", "--out", list.toString())).isEqualTo(Main.USAGE);
        assertThat(run("import-prices")).isEqualTo(Main.USAGE);
    }
}
