package io.tallyspan.bridge;

import io.tallyspan.id.Dialect;
import io.tallyspan.price.Billable;
import io.tallyspan.price.PriceBook;
import io.tallyspan.price.PriceListException;
import io.tallyspan.price.PriceQuote;
import io.tallyspan.price.PriceTemplate;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code price}: explains what usage costs, line by line. */
final class PriceCommand {

    private static final Map<String, Unit> UNITS = Map.ofEntries(
            Map.entry("input", Unit.INPUT_TOKENS),
            Map.entry("output", Unit.OUTPUT_TOKENS),
            Map.entry("cached", Unit.CACHE_READ_TOKENS),
            Map.entry("cache-write", Unit.CACHE_WRITE_TOKENS),
            Map.entry("cache-write-1h", Unit.CACHE_WRITE_1H_TOKENS),
            Map.entry("reasoning", Unit.REASONING_TOKENS),
            Map.entry("requests", Unit.REQUESTS),
            Map.entry("images", Unit.IMAGES),
            Map.entry("characters", Unit.CHARACTERS));

    /** Options that are dimensions of a price. */
    private static final Map<String, String> DIMENSIONS = Map.of(
            "speed", "speed",
            "geo", "inference_geo",
            "search-context", "search_context_size",
            "image-size", "image_size",
            "image-quality", "image_quality");

    private PriceCommand() {}

    static int run(List<String> arguments, PrintStream out, PrintStream err) throws IOException {
        if (arguments.isEmpty() || arguments.get(0).startsWith("--")) {
            throw new IllegalArgumentException("price needs a model first: price gpt-4o --input 1000 --output 200");
        }
        String model = arguments.get(0);
        CommandLine line = new CommandLine("price", arguments.subList(1, arguments.size()), options());
        Instant at = line.has("at") ? Times.parse("at", line.get("at", "")) : Instant.now();
        PriceBook book = book(line.has("prices") ? Path.of(line.get("prices", "")) : null);
        Billable billable = new Billable(
                dialect(line),
                null,
                "chat",
                model,
                model,
                line.has("tier") ? line.get("tier", "") : null,
                dimensions(line),
                usage(line),
                List.of(),
                Quality.REPORTED,
                null,
                TimeUnit.MILLISECONDS.toNanos(at.toEpochMilli()));
        if (billable.usage().isEmpty()) {
            throw new IllegalArgumentException("there is nothing to price: give --input, --output, --images, ...");
        }
        PriceQuote quote = book.quote(billable);
        if (quote == null) {
            err.println("meter-bridge: no price for model \"" + model + "\""
                    + (billable.serviceTier() == null ? "" : " in tier \"" + billable.serviceTier() + "\"")
                    + ": it is in no list, one of its units has no price, or its tier, speed or place has no factor."
                    + " Unpriced is never 0; a list of your own is given with --prices (docs/prices.md), such as "
                    + PriceTemplate.of(billable));
            return Main.FAILED;
        }
        print(quote, at, out);
        return Main.OK;
    }

    private static Set<String> options() {
        Set<String> options = new TreeSet<>(UNITS.keySet());
        options.addAll(DIMENSIONS.keySet());
        options.addAll(List.of("provider", "audio-seconds", "tool", "tier", "at", "prices"));
        return options;
    }

    private static Dialect dialect(CommandLine line) {
        if (!line.has("provider")) {
            return Dialect.LITELLM; // whose models are known by their names
        }
        Dialect dialect = Dialect.named(line.get("provider", ""));
        if (dialect == null) {
            throw new IllegalArgumentException("--provider is none of "
                    + Arrays.stream(Dialect.values()).map(Dialect::wireName).collect(Collectors.joining(", ")) + ": \""
                    + line.get("provider", "") + "\"");
        }
        return dialect;
    }

    private static Map<String, String> dimensions(CommandLine line) {
        Map<String, String> dimensions = new LinkedHashMap<>();
        DIMENSIONS.forEach((option, dimension) -> {
            if (line.has(option)) {
                dimensions.put(dimension, line.get(option, ""));
            }
        });
        return dimensions;
    }

    private static Usage usage(CommandLine line) {
        Usage.Builder usage = Usage.builder();
        UNITS.forEach((option, unit) -> {
            if (line.has(option)) {
                usage.set(unit, count(option, line.get(option, "")));
            }
        });
        if (line.has("audio-seconds")) {
            usage.setFraction(
                    Unit.AUDIO_SECONDS,
                    decimal("audio-seconds", line.get("audio-seconds", "")).doubleValue());
        }
        if (line.has("tool")) {
            String[] use = line.get("tool", "").split("=", 2);
            if (use.length < 2) {
                throw new IllegalArgumentException("--tool is name=uses, such as web_search=3");
            }
            usage.setServerTool(use[0], count("tool", use[1]));
        }
        return usage.build();
    }

    private static long count(String option, String text) {
        try {
            return decimal(option, text).longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("--" + option + " is no whole number: \"" + text + "\"", e);
        }
    }

    private static BigDecimal decimal(String option, String text) {
        try {
            BigDecimal number = new BigDecimal(text.replace("_", ""));
            if (number.signum() >= 0 && number.precision() <= 18 && Math.abs((long) number.scale()) <= 18) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + option + " is no number: \"" + text + "\"", e);
        }
        throw new IllegalArgumentException("--" + option + " is no quantity: \"" + text + "\"");
    }

    static PriceBook book(@Nullable Path own) throws IOException {
        if (own == null) {
            return PriceBook.shipped();
        }
        try (InputStream in = Files.newInputStream(own)) {
            return PriceBook.shipped().withOverrides(in, own.toString());
        } catch (PriceListException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static void print(PriceQuote quote, Instant at, PrintStream out) {
        out.printf("%s %s, price list %s, at %s%n", quote.provider(), quote.model(), quote.version(), at);
        if (quote.factor().compareTo(BigDecimal.ONE) != 0) {
            out.printf(
                    "tier, speed and place multiply the prices of tokens by %s%n",
                    quote.factor().toPlainString());
        }
        out.printf("%-26s %16s %18s %18s%n", "unit", "quantity", "each, " + quote.currency(), quote.currency());
        for (PriceQuote.Item item : quote.items()) {
            out.printf(
                    Locale.ROOT,
                    "%-26s %16s %18s %18s%n",
                    item.unit(),
                    item.quantity().toPlainString(),
                    plain(item.unitPrice()),
                    plain(item.amount()));
        }
        out.printf("%-26s %16s %18s %18s%n", "sum", "", "", plain(quote.amount()));
        if (quote.contradictory()) {
            out.println(
                    "a part is more than the whole that contains it: the parts were believed, and the sum is a lower bound");
        }
    }

    private static String plain(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }
}
