package io.tallyspan;

import io.tallyspan.config.TallyspanConfigException;
import io.tallyspan.price.PriceBook;
import io.tallyspan.price.PriceListException;
import io.tallyspan.price.Pricer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The price book that the configuration asks for. */
final class Prices {

    private Prices() {}

    /**
     * The shipped prices, under those of a file if there is one.
     *
     * @throws TallyspanConfigException if the file cannot be read or is no price list
     */
    static Pricer of(@Nullable Path file) {
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
}
