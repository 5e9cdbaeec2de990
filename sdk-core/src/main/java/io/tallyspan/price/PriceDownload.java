package io.tallyspan.price;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import io.tallyspan.runtime.OwnTraffic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a price list at a URL, if it has changed since the last time. With the JDK's oldest client: it has no
 * threads of its own, so that nothing stays when the application is unloaded, and nothing of Tallyspan watches it. Used
 * by one thread, but for {@link #abort()}.
 */
public final class PriceDownload {

    /** A list of every model there is has a few megabytes. */
    static final int MAX_BYTES = 32 << 20;

    private static final int UNCHANGED = 304;
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int TIMEOUT_MILLIS = 10_000;

    private final URI url;
    private final Map<String, String> headers;
    private final Duration longest;
    private volatile @Nullable HttpURLConnection connection;
    private volatile boolean aborted;

    /**
     * @param url of {@code http} or {@code https}
     * @param headers of every request, such as {@code Authorization}
     */
    public PriceDownload(URI url, Map<String, String> headers) {
        this(url, headers, LONGEST);
    }

    /** As above, with the most time that one question may take. */
    PriceDownload(URI url, Map<String, String> headers, Duration longest) {
        this.url = requireNonNull(url, "url");
        this.headers = Map.copyOf(headers);
        this.longest = longest;
    }

    /**
     * By what the server knows whether what we have is what it has. Empty where it did not say.
     *
     * @param etag the entity tag
     * @param lastModified the date
     */
    record Validators(String etag, String lastModified) {

        static final Validators NONE = new Validators("", "");
        static final int MAX_BYTES = 2 * 1024;

        static Validators of(URLConnection answer) {
            return new Validators(header(answer, "ETag"), header(answer, "Last-Modified"));
        }

        private static String header(URLConnection answer, String name) {
            String value = answer.getHeaderField(name);
            return value == null || value.length() > MAX_BYTES / 2 - 1 || value.indexOf('\n') >= 0 ? "" : value;
        }
    }

    /** An answer with a list, good or not. */
    static final class Listing {

        private final Validators validators;
        private final byte[] body;

        Listing(Validators validators, byte[] body) {
            this.validators = validators;
            this.body = body;
        }

        Validators validators() {
            return validators;
        }

        InputStream body() {
            return new ByteArrayInputStream(body);
        }

        /** The validators, each on a line, and the body. */
        byte[] encoded() {
            byte[] head = (validators.etag() + '\n' + validators.lastModified() + '\n').getBytes(ISO_8859_1);
            byte[] all = Arrays.copyOf(head, head.length + body.length);
            System.arraycopy(body, 0, all, head.length, body.length);
            return all;
        }

        /**
         * What {@link #encoded()} made.
         *
         * @throws PriceListException if it did not
         */
        static Listing decoded(byte[] all) {
            int first = lineEnd(all, 0);
            int second = first < 0 ? -1 : lineEnd(all, first + 1);
            if (second < 0) {
                throw new PriceListException("it is cut short");
            }
            return new Listing(
                    new Validators(
                            new String(all, 0, first, ISO_8859_1),
                            new String(all, first + 1, second - first - 1, ISO_8859_1)),
                    Arrays.copyOfRange(all, second + 1, all.length));
        }

        private static int lineEnd(byte[] all, int from) {
            for (int i = from; i < Math.min(all.length, Validators.MAX_BYTES); i++) {
                if (all[i] == '\n') {
                    return i;
                }
            }
            return -1;
        }
    }

    /** The URL without what may be secret in it. */
    String shown() {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return url.getScheme() + "://" + url.getHost() + port + (url.getRawPath() == null ? "" : url.getRawPath());
    }

    /** Ends a question under way, and all later ones at once. */
    void abort() {
        aborted = true;
        HttpURLConnection current = connection;
        if (current != null) {
            current.disconnect();
        }
    }

    /**
     * What the server has now; null if that is what it had at {@code known}.
     *
     * @throws IOException if it cannot be had; the message names the URL
     */
    @Nullable
    Listing ask(Validators known) throws IOException {
        Answer answer = new Answer();
        OwnTraffic.run(() -> answer.take(known));
        if (answer.failure != null) {
            throw answer.failure;
        }
        return answer.listing;
    }

    /** Carries the outcome out of a {@link Runnable}. */
    private final class Answer {
        private @Nullable Listing listing;
        private @Nullable IOException failure;

        void take(Validators known) {
            try {
                listing = exchange(known);
            } catch (IOException e) {
                failure = new IOException(shown() + " cannot be read: " + e, e);
            }
        }
    }

    private @Nullable Listing exchange(Validators known) throws IOException {
        long start = System.nanoTime();
        HttpURLConnection http = (HttpURLConnection) url.toURL().openConnection();
        connection = http;
        try {
            if (aborted) {
                throw new IOException("it was given up");
            }
            http.setConnectTimeout(TIMEOUT_MILLIS);
            http.setReadTimeout(TIMEOUT_MILLIS);
            http.setUseCaches(false);
            headers.forEach(http::setRequestProperty);
            http.setRequestProperty("Accept", "application/json");
            http.setRequestProperty("Accept-Encoding", "gzip");
            if (!known.etag().isEmpty()) {
                http.setRequestProperty("If-None-Match", known.etag());
            }
            if (!known.lastModified().isEmpty()) {
                http.setRequestProperty("If-Modified-Since", known.lastModified());
            }
            int status = http.getResponseCode();
            if (status == UNCHANGED && !known.equals(Validators.NONE)) {
                return null;
            }
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException(refusal(status, http.getHeaderField("Location")));
            }
            return new Listing(Validators.of(http), body(http, start));
        } finally {
            http.disconnect();
            connection = null;
        }
    }

    private static String refusal(int status, @Nullable String location) {
        return "status " + status
                + (location == null ? "" : "; the list has moved, to a URL for tallyspan.prices.url: " + location);
    }

    /** The JDK's client does not mind a body that ends before its announced length. */
    private byte[] body(HttpURLConnection http, long start) throws IOException {
        byte[] sent;
        try (InputStream in = http.getInputStream()) {
            sent = all(in, start);
        }
        long announced = http.getContentLengthLong();
        if (announced >= 0 && sent.length != announced) {
            throw new IOException("it ends after " + sent.length + " of " + announced + " bytes");
        }
        if (!"gzip".equalsIgnoreCase(http.getContentEncoding())) {
            return sent;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(sent))) {
            return all(in, start);
        }
    }

    private byte[] all(InputStream in, long start) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            all.write(buffer, 0, n);
            if (all.size() > MAX_BYTES) {
                throw new IOException("it is longer than " + MAX_BYTES + " bytes");
            }
            if (System.nanoTime() - start > longest.toNanos()) {
                throw new IOException("it takes longer than " + longest.toSeconds() + " s");
            }
        }
        return all.toByteArray();
    }
}
