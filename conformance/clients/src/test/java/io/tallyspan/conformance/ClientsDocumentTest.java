package io.tallyspan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;

@DisabledIf(value = "sourcesAreElsewhere", disabledReason = "run from a test jar, without the repository's documents")
class ClientsDocumentTest {

    private static final Path PAGE = Path.of("..", "..", "docs", "clients.md");
    private static final Path SOURCE = Path.of("src/test/java/io/tallyspan/conformance/QuickStarts.java");

    static boolean sourcesAreElsewhere() {
        return !Files.exists(SOURCE);
    }

    @Test
    void everyExampleOfThePageIsCompiled() throws IOException {
        List<String> examples = blocks(Files.readString(PAGE), "(?s)```java\\n(.*?)```");
        List<String> compiled = blocks(Files.readString(SOURCE), "(?s)        // [^\\n]+\\n(.*?)        // end");

        assertThat(examples).hasSize(5).isEqualTo(compiled);
    }

    private static List<String> blocks(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .map(block -> block.replaceAll("```java\\n|```|        // [^\\n]+\\n?", "")
                        .stripTrailing()
                        .stripIndent())
                .toList();
    }
}
