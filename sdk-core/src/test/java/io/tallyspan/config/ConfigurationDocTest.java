package io.tallyspan.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConfigurationDocTest {

    @Test
    void theTableInTheDocumentIsTheTableInTheCode() throws Exception {
        List<String> documented = Files.readAllLines(Path.of("..", "docs", "configuration.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(documented)
                .containsExactlyElementsOf(Stream.of(Setting.values())
                        .map(ConfigurationDocTest::row)
                        .toList());
    }

    static String row(Setting setting) {
        String value = setting.defaultValue() == null ? "" : "`" + setting.defaultValue() + "`";
        return "| `" + setting.key() + "` | `" + setting.environmentName() + "` | "
                + setting.type().shown() + " | " + value + " | " + setting.description() + " |";
    }
}
