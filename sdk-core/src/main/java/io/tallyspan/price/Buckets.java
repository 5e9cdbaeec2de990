package io.tallyspan.price;

import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes usage apart into buckets that share no token, and multiplies each with its price: what is more specific is
 * subtracted from what contains it, so that nothing is paid twice. A bucket without a price of its own costs what
 * contains it costs. For one usage and one thread.
 */
final class Buckets {

    private static final String TOOL = "server_tool.";

    private final Usage usage;
    private final Map<String, UnitPrice> prices;
    private final Map<String, String> dimensions;
    private final BigDecimal factor;
    private final long inputTokens;
    private final List<PriceQuote.Item> items = new ArrayList<>();
    private boolean contradictory;
    private boolean missing;

    Buckets(Usage usage, Map<String, UnitPrice> prices, Map<String, String> dimensions, BigDecimal factor) {
        this.usage = usage;
        this.prices = prices;
        this.dimensions = dimensions;
        this.factor = factor;
        this.inputTokens = of(Unit.INPUT_TOKENS);
        input();
        output();
        media();
        fees();
    }

    private void input() {
        long cachedAudio = of(Unit.CACHED_AUDIO_TOKENS);
        long cacheRead = notNegative(of(Unit.CACHE_READ_TOKENS) - cachedAudio);
        long writeHour = of(Unit.CACHE_WRITE_1H_TOKENS);
        long write = notNegative(of(Unit.CACHE_WRITE_TOKENS) - writeHour);
        long audio = notNegative(of(Unit.INPUT_AUDIO_TOKENS) - cachedAudio);
        long image = of(Unit.INPUT_IMAGE_TOKENS);
        long text = notNegative(inputTokens - cachedAudio - cacheRead - writeHour - write - audio - image);
        String input = Unit.INPUT_TOKENS.unitName();
        String read = Unit.CACHE_READ_TOKENS.unitName();
        tokens(text, input);
        tokens(cacheRead, read, input);
        tokens(write, Unit.CACHE_WRITE_TOKENS.unitName(), input);
        tokens(writeHour, Unit.CACHE_WRITE_1H_TOKENS.unitName(), Unit.CACHE_WRITE_TOKENS.unitName(), input);
        tokens(audio, Unit.INPUT_AUDIO_TOKENS.unitName(), input);
        tokens(cachedAudio, Unit.CACHED_AUDIO_TOKENS.unitName(), read, input);
        tokens(image, Unit.INPUT_IMAGE_TOKENS.unitName(), input);
    }

    private void output() {
        long rest = of(Unit.OUTPUT_TOKENS);
        for (Unit part : List.of(Unit.REASONING_TOKENS, Unit.OUTPUT_AUDIO_TOKENS, Unit.OUTPUT_IMAGE_TOKENS)) {
            if (prices.containsKey(part.unitName())) {
                rest -= of(part);
                tokens(of(part), part.unitName());
            }
        }
        tokens(notNegative(rest), Unit.OUTPUT_TOKENS.unitName());
    }

    /** What is billed by tokens, or else by something else: one of them is enough. */
    private void media() {
        boolean priced = !items.isEmpty();
        boolean stated = false;
        for (Unit unit : List.of(Unit.IMAGES, Unit.CHARACTERS, Unit.SEARCH_UNITS)) {
            Long count = usage.get(unit);
            if (count != null) {
                stated |= count > 0;
                priced |= count(BigDecimal.valueOf(count), unit.unitName());
            }
        }
        for (Unit unit : List.of(Unit.AUDIO_SECONDS, Unit.VIDEO_SECONDS)) {
            Double quantity = usage.getFraction(unit);
            if (quantity != null) {
                stated |= quantity > 0;
                priced |= count(BigDecimal.valueOf(quantity), unit.unitName());
            }
        }
        missing |= stated && !priced;
    }

    /** Fees for the request and for the provider's tools; a tool without a fee is free. */
    private void fees() {
        Long requests = usage.get(Unit.REQUESTS);
        boolean free = items.isEmpty() && requests == null;
        count(BigDecimal.valueOf(requests == null ? 1 : requests), Unit.REQUESTS.unitName());
        usage.serverTools().forEach((tool, uses) -> count(BigDecimal.valueOf(uses), TOOL + tool));
        missing |= items.isEmpty() && !free;
    }

    /** A bucket of tokens, at the first of the prices that there is. */
    private void tokens(long count, String... units) {
        if (count == 0 && !prices.containsKey(units[0])) {
            return;
        }
        for (String unit : units) {
            UnitPrice price = prices.get(unit);
            if (price != null) {
                if (count > 0) {
                    item(
                            units[0],
                            BigDecimal.valueOf(count),
                            price.price(inputTokens, dimensions).multiply(factor));
                }
                return;
            }
        }
        missing = true;
    }

    private boolean count(BigDecimal quantity, String unit) {
        UnitPrice price = prices.get(unit);
        if (price == null) {
            return false;
        }
        item(unit, quantity, price.price(inputTokens, dimensions));
        return true;
    }

    private void item(String unit, BigDecimal quantity, BigDecimal unitPrice) {
        items.add(new PriceQuote.Item(unit, quantity, unitPrice, quantity.multiply(unitPrice)));
    }

    private long of(Unit unit) {
        Long count = usage.get(unit);
        return count == null ? 0 : count;
    }

    private long notNegative(long count) {
        contradictory |= count < 0;
        return Math.max(count, 0);
    }

    List<PriceQuote.Item> items() {
        return items;
    }

    /** Whether parts are more than what contains them: the provider contradicts itself, and the parts were believed. */
    boolean isContradictory() {
        return contradictory;
    }

    /** Whether something is to be paid that has no price. */
    boolean isMissing() {
        return missing;
    }
}
