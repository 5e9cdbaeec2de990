package io.tallyspan.examples.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's command, from another directory, on what Maven has just packaged. */
class RunScriptIT {

    private static final Path SCRIPT = Path.of("run").toAbsolutePath();

    @TempDir
    Path elsewhere;

    @Test
    void theMainJobTakesLessThanAMinuteOnceBuilt() throws Exception {
        assertThat(run()).as(said()).isZero();
        assertThat(said()).contains("BOOKS = LEDGER");
    }

    @Test
    void optionsReachTheProgram() throws Exception {
        assertThat(run("--provider", "none")).isEqualTo(2);
        assertThat(said()).contains("--provider must be fake or openai");
    }

    private int run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(elsewhere.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return process.exitValue();
    }

    private Path output() {
        return elsewhere.resolve("output.txt");
    }

    private String said() throws Exception {
        return Files.readString(output());
    }
}
