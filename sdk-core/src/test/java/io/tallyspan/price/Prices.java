package io.tallyspan.price;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Cost;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.StatedCharge;
import io.tallyspan.usage.Usage;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Billables and books for tests of prices. */
final class Prices {

    /** 2026-11-23, noon. */
    static final long NOW = 1_795_435_200_000_000_000L;

    private Prices() {}

    static PriceBook book(String list) {
        return PriceBook.shipped().withOverrides(new ByteArrayInputStream(list.getBytes(UTF_8)), "test.json");
    }

    static Billable billable(Dialect dialect, @Nullable String request, @Nullable String response, Usage usage) {
        return new Billable(
                dialect,
                null,
                "chat",
                request,
                response,
                null,
                Map.of(),
                usage,
                List.of(),
                Quality.REPORTED,
                null,
                NOW);
    }

    static Billable served(Billable b, @Nullable String tier, Map<String, String> dimensions) {
        return new Billable(
                b.dialect(),
                b.host(),
                b.operation(),
                b.requestModel(),
                b.responseModel(),
                tier,
                dimensions,
                b.usage(),
                b.lines(),
                b.quality(),
                b.charge(),
                b.epochNanos());
    }

    static Billable at(Billable b, String host, long epochNanos, Quality quality, @Nullable StatedCharge charge) {
        return new Billable(
                b.dialect(),
                host,
                b.operation(),
                b.requestModel(),
                b.responseModel(),
                b.serviceTier(),
                b.dimensions(),
                b.usage(),
                b.lines(),
                quality,
                charge,
                epochNanos);
    }

    /** The amount that the book arrives at, or null. */
    static @Nullable BigDecimal amount(Pricer book, Billable billable) {
        Cost cost = book.price(billable).cost();
        return cost == null ? null : cost.amount();
    }
}
