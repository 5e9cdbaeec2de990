package io.tallyspan.id;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The golden vectors of {@code docs/}, which are the same files that users check their own code against. */
public final class Vectors {

    private Vectors() {}

    /** The documents of the reactor, whether a test runs in the module or at the root. */
    public static Path docs() {
        Path here = Path.of("").toAbsolutePath();
        Path beside = here.resolveSibling("docs");
        return Files.exists(beside.resolve("event-id.md")) ? beside : here.resolve("docs");
    }

    public static List<JsonNode> read(String file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> vectors = new ArrayList<>();
        for (String line : Files.readAllLines(docs().resolve(file))) {
            vectors.add(json.readTree(line));
        }
        return vectors;
    }
}
