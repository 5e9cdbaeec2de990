package io.tallyspan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallyspan.config.PriceUrl;
import io.tallyspan.config.TallyspanConfig;
import io.tallyspan.config.TallyspanConfigException;
import io.tallyspan.price.PolledPrices;
import io.tallyspan.price.PriceBook;
import io.tallyspan.price.PriceDownload;
import io.tallyspan.price.PriceListException;
import io.tallyspan.price.PriceOverrides;
import io.tallyspan.price.Pricer;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.Guard;
import io.tallyspan.runtime.IdSource;
import io.tallyspan.state.SharedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The prices that the configuration asks for: those of code win over the URL's, these over the file's and the shipped.
 */
final class Prices implements AutoCloseable {

    private final Pricer pricer;
    private final @Nullable PolledPrices polled;

    private Prices(Pricer pricer, @Nullable PolledPrices polled) {
        this.pricer = pricer;
        this.polled = polled;
    }

    /** A pricer of the user's own, instead of everything. */
    static Prices of(Pricer own) {
        return new Prices(own, null);
    }

    /**
     * Prices by lists. A URL is not asked before {@link #start()}.
     *
     * @throws TallyspanConfigException if the file cannot be read or is no price list
     */
    static Prices of(
            TallyspanConfig config, @Nullable PriceOverrides inCode, IdSource ids, Guard guard, Counters counters) {
        PriceBook book = withFile(config.pricesFile());
        PriceUrl url = config.pricesUrl();
        if (url == null || !config.enabled()) {
            return new Prices(inCode == null ? book : book.withOverrides(inCode), null);
        }
        Path base = config.stateDir();
        SharedFile copy = base == null
                ? null
                : new SharedFile(
                        base,
                        "prices-" + UUID.nameUUIDFromBytes(url.url().toString().getBytes(UTF_8)),
                        ids);
        PolledPrices polled = new PolledPrices(
                new PriceDownload(url.url(), url.headers()), url.interval(), book, inCode, copy, guard, counters);
        return new Prices(polled, polled);
    }

    private static PriceBook withFile(@Nullable Path file) {
        if (file == null) {
            return PriceBook.shipped();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return PriceBook.shipped().withOverrides(in, file.toString());
        } catch (IOException e) {
            throw new TallyspanConfigException("tallyspan.prices.file cannot be read: " + e, e);
        } catch (PriceListException e) {
            throw new TallyspanConfigException("tallyspan.prices.file: " + e.getMessage(), e);
        }
    }

    Pricer pricer() {
        return pricer;
    }

    void start() {
        if (polled != null) {
            polled.start();
        }
    }

    @Override
    public void close() {
        if (polled != null) {
            polled.close();
        }
    }
}
