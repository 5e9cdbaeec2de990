package io.tallyspan.config;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Where a price list is served, and how to ask for it.
 *
 * @param url of {@code http} or {@code https}
 * @param interval how long to wait between two questions
 * @param headers of every request
 */
public record PriceUrl(URI url, Duration interval, Map<String, String> headers) {

    /** Copies the headers. */
    public PriceUrl {
        headers = Map.copyOf(headers);
    }

    /** Without headers and query, which may be secret. */
    @Override
    public String toString() {
        return SettingReader.withoutSecrets(url.toString()) + " every " + interval;
    }
}
