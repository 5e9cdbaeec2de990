package io.tallyspan.bridge;

import io.tallyspan.bridge.explain.HarExplanation;
import io.tallyspan.id.Dialect;
import io.tallyspan.price.PriceBook;
import io.tallyspan.price.PriceListException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code explain}: what Tallyspan makes of the exchanges of an HTTP archive. */
final class ExplainCommand {

    private ExplainCommand() {}

    static int run(List<String> arguments, PrintStream out) throws IOException {
        if (arguments.isEmpty() || arguments.get(0).startsWith("--")) {
            throw new IllegalArgumentException("explain needs an HTTP archive first: explain traffic.har");
        }
        Path file = Path.of(arguments.get(0));
        CommandLine line = new CommandLine(
                "explain", arguments.subList(1, arguments.size()), Set.of("format", "prices", "hosts", "endpoints"));
        String format = line.get("format", "text");
        if (!format.equals("text") && !format.equals("json")) {
            throw new IllegalArgumentException("--format is text or json: \"" + format + "\"");
        }
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no file " + file);
        }
        HarExplanation explanation =
                new HarExplanation(prices(line), hosts(line.get("hosts", "")), endpoints(line.get("endpoints", "")));
        try (InputStream archive = Files.newInputStream(file)) {
            if (format.equals("json")) {
                explanation.json(archive, out);
            } else {
                explanation.text(archive, out);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        return Main.OK;
    }

    private static PriceBook prices(CommandLine line) throws IOException {
        if (!line.has("prices")) {
            return PriceBook.shipped();
        }
        Path list = Path.of(line.get("prices", ""));
        try (InputStream in = Files.newInputStream(list)) {
            return PriceBook.shipped().withOverrides(in, list.toString());
        } catch (PriceListException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Map<String, Dialect> hosts(String list) {
        Map<String, Dialect> hosts = new LinkedHashMap<>();
        for (String pair : list.isBlank() ? new String[0] : list.split(",", -1)) {
            int equals = pair.lastIndexOf('=');
            Dialect dialect =
                    equals < 0 ? null : Dialect.named(pair.substring(equals + 1).trim());
            if (dialect == null) {
                throw new IllegalArgumentException("--hosts is host=dialect, ..., and the dialects are "
                        + Arrays.stream(Dialect.values()).map(Dialect::wireName).collect(Collectors.joining(", "))
                        + ": \"" + pair + "\"");
            }
            hosts.put(pair.substring(0, equals).trim(), dialect);
        }
        return hosts;
    }

    private static Map<String, String> endpoints(String list) {
        Map<String, String> endpoints = new LinkedHashMap<>();
        for (String pair : list.isBlank() ? new String[0] : list.split(",", -1)) {
            int equals = pair.lastIndexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("--endpoints is host/path=openai-chat, ...: \"" + pair + "\"");
            }
            endpoints.put(
                    pair.substring(0, equals).trim(), pair.substring(equals + 1).trim());
        }
        return endpoints;
    }
}
