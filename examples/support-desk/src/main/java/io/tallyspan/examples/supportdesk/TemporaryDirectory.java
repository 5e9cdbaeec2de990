package io.tallyspan.examples.supportdesk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that is gone when this object is closed. */
record TemporaryDirectory(Path path) implements AutoCloseable {

    static TemporaryDirectory make() throws IOException {
        return new TemporaryDirectory(Files.createTempDirectory("support-desk"));
    }

    @Override
    public void close() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(path)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : deepestFirst) {
            Files.delete(each);
        }
    }
}
