package io.tallyspan.bridge;

import io.tallyspan.bridge.prices.LiteLlmImporter;
import io.tallyspan.price.PriceBook;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** {@code import-prices}: makes a price list of the project's own format from somebody else's. */
final class ImportPricesCommand {

    private static final String USAGE = "import-prices litellm model_prices_and_context_window.json --out prices.json";

    private ImportPricesCommand() {}

    static int run(List<String> arguments, PrintStream out, PrintStream err) throws IOException {
        if (arguments.size() < 2 || arguments.get(1).startsWith("--")) {
            throw new IllegalArgumentException("import-prices needs a format and a file first: " + USAGE);
        }
        String format = arguments.get(0);
        if (!format.equals("litellm")) {
            throw new IllegalArgumentException(
                    "import-prices knows no format \"" + format + "\", only litellm: " + USAGE);
        }
        Path file = Path.of(arguments.get(1));
        CommandLine line =
                new CommandLine("import-prices", arguments.subList(2, arguments.size()), Set.of("out", "version"));
        if (!line.has("out")) {
            throw new IllegalArgumentException("import-prices needs --out, where the list is written: " + USAGE);
        }
        Path list = Path.of(line.get("out", ""));
        LiteLlmImporter importer = read(file);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        importer.write(written, line.get("version", "litellm-" + file.getFileName()));
        // what would be refused later is refused now
        PriceBook.shipped().withOverrides(new ByteArrayInputStream(written.toByteArray()), list.toString());
        Files.write(list, written.toByteArray());
        out.printf("%s: %d models of %d in %s%n", list, importer.modelsImported(), importer.modelsRead(), file);
        importer.notCarried().forEach((what, times) -> err.printf("not carried: %s: %d%n", what, times));
        return Main.OK;
    }

    private static LiteLlmImporter read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no file " + file);
        }
        LiteLlmImporter importer = new LiteLlmImporter();
        try (InputStream in = Files.newInputStream(file)) {
            importer.read(in);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
        return importer;
    }
}
