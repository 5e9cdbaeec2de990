package io.tallyspan.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/adding-a-provider.md} shows what stands in the sources. */
class ProviderDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "adding-a-provider.md");
    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)\n```", Pattern.DOTALL);

    @Test
    void everySnippetStandsInTheSources() throws IOException {
        List<String> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.toString().endsWith(".java")) {
                    sources.add(squeezed(Files.readString(file, UTF_8)));
                }
            }
        }
        Matcher snippet = SNIPPET.matcher(Files.readString(DOCUMENT, UTF_8));
        int snippets = 0;
        while (snippet.find()) {
            String shown = squeezed(snippet.group(1));
            assertThat(sources).as(snippet.group(1)).anyMatch(source -> source.contains(shown));
            snippets++;
        }
        assertThat(snippets).isGreaterThan(5);
    }

    @Test
    void everyEndpointThatMayBeNamedIsListed() throws IOException {
        String providers = Files.readString(DOCUMENT.resolveSibling("providers.md"), UTF_8);
        for (WireFormat format : WireFormats.shipped()) {
            format.endpoints().forEach(endpoint -> assertThat(providers).contains("`" + endpoint.name() + "`"));
        }
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
