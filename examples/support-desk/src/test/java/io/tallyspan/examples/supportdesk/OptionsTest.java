package io.tallyspan.examples.supportdesk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    private static final Map<String, String> KEYS = Map.of("OPENAI_API_KEY", "sk-1", "ANTHROPIC_API_KEY", "sk-2");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--replay               | unknown option --replay",
                "--threads 0            | --threads must be a number from 1 to 500, not 0",
                "--threads many         | --threads must be a number from 1 to 500, not many",
                "--data                 | --data needs a value",
                "--run-id --threads     | --run-id needs a value",
                "--provider gemini      | --provider must be fake, openai or anthropic, not gemini",
            })
    void wrongOptionsAreNamed(String arguments, String message) {
        assertThatThrownBy(() -> Options.parse(arguments.strip().split(" "), KEYS))
                .hasMessage(message);
    }

    @Test
    void aKeyAloneSpendsNoMoney() {
        assertThat(parse(KEYS).real()).isEmpty();
        assertThat(parse(KEYS, "--provider", "fake").real()).isEmpty();
        assertThat(parse(KEYS, "--provider", "openai").real()).containsExactly(Provider.OPENAI);
    }

    @Test
    void aRealProviderNeedsItsKey() {
        assertThatThrownBy(() -> Options.parse(new String[] {"--provider", "anthropic"}, Map.of()))
                .hasMessageContaining("ANTHROPIC_API_KEY");
    }

    @Test
    void everyRunHasIdsOfItsOwn() {
        assertThat(parse(Map.of()).runId()).isNotEqualTo(parse(Map.of()).runId());
        assertThat(parse(Map.of()).executionId()).isNotEqualTo(parse(Map.of()).executionId());
    }

    @Test
    void theExitCodeTellsAWrongOption() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(said, true, UTF_8);
        assertThat(Main.run(new String[] {"--nonsense"}, stream, stream)).isEqualTo(2);
        assertThat(said.toString(UTF_8)).contains("unknown option --nonsense");
        assertThat(Main.run(new String[] {"--help"}, stream, stream)).isZero();
    }

    private static Options parse(Map<String, String> environment, String... arguments) {
        return Objects.requireNonNull(Options.parse(arguments, environment));
    }
}
