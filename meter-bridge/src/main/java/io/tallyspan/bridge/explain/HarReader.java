package io.tallyspan.bridge.explain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * Reads HTTP archives (HAR 1.2), as browsers and proxies export them, entry by entry: an archive may be larger than the
 * memory, one exchange of it may not. A byte-order mark and a gzipped file are taken as they come.
 */
final class HarReader {

    private static final double NANOS_PER_MILLI = 1e6;

    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
    private int entries;

    /** For one archive. */
    HarReader() {}

    /**
     * Passes every entry on, in order.
     *
     * @throws IOException if the archive is broken; the message says where. What came before has been passed on
     * @throws IllegalArgumentException if it is no archive
     */
    void read(InputStream in, Consumer<HarEntry> consumer) throws IOException {
        try (JsonParser parser = json.createParser(unpacked(in))) {
            if (parser.nextToken() != JsonToken.START_OBJECT || !seek(parser, "log") || !seek(parser, "entries")) {
                throw new IllegalArgumentException("it is no HTTP archive: it has no log.entries (save it as HAR, with"
                        + " the contents of the responses)");
            }
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw new IllegalArgumentException("it is no HTTP archive: log.entries is no array");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == null) {
                    throw new IOException("the archive ends within log.entries, after entry " + (entries - 1));
                }
                HarEntry entry = entry(entries, JsonTree.read(parser));
                entries++;
                consumer.accept(entry);
            }
        }
    }

    /** How many entries have been read. */
    int entries() {
        return entries;
    }

    private static InputStream unpacked(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in);
        buffered.mark(2);
        boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
        buffered.reset();
        return gzip ? new GZIPInputStream(buffered) : buffered;
    }

    /** Moves to the value of a member of the object at which the parser stands; false if it has none. */
    private static boolean seek(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(name);
            parser.nextToken();
            if (found) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static HarEntry entry(int index, JsonTree entry) {
        JsonTree request = entry.at("request");
        JsonTree response = entry.at("response");
        HarHeaders requestHeaders = headers(request.at("headers"));
        HarHeaders responseHeaders = headers(response.at("headers"));
        byte[] requestBody = HarBodies.request(request.at("postData"), requestHeaders);
        String type = request.at("postData").at("mimeType").text("");
        if (requestHeaders.first("Content-Type") == null && !type.isEmpty()) {
            List<Map.Entry<String, String>> more = new ArrayList<>(requestHeaders.values());
            more.add(Map.entry("Content-Type", type));
            requestHeaders = new HarHeaders(more);
        }
        JsonTree content = response.at("content");
        byte[] responseBody = HarBodies.response(content);
        if (responseBody != null && !HarBodies.isStillEncoded(responseBody, responseHeaders)) {
            responseHeaders = responseHeaders.without("Content-Encoding");
        }
        int status = (int) Math.max(0, response.at("status").number(0));
        String error = response.at("_error").text(entry.at("_error").text(""));
        return new HarEntry(
                index,
                request.at("method").text("GET").toUpperCase(Locale.ROOT),
                request.at("url").text(""),
                requestHeaders,
                requestBody,
                status > 0 || isSent(entry.at("timings"), error),
                status,
                responseHeaders,
                responseBody,
                (long) content.at("size").number(-1),
                error.isEmpty() ? null : error,
                nanos(entry.at("startedDateTime").text("")),
                (long) (Math.max(0, entry.at("time").number(0)) * NANOS_PER_MILLI));
    }

    /** Whether a request without a response was sent: it waited for one, and no connection was refused. */
    private static boolean isSent(JsonTree timings, String error) {
        String why = error.toUpperCase(Locale.ROOT);
        boolean refused = why.contains("NAME_NOT_RESOLVED")
                || why.contains("CONNECTION_REFUSED")
                || why.contains("BLOCKED")
                || why.contains("CERT")
                || why.contains("SSL");
        return !refused
                && (timings.at("send").number(-1) > 0 || timings.at("wait").number(-1) > 0);
    }

    private static HarHeaders headers(JsonTree list) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (JsonTree header : list.elements()) {
            headers.add(Map.entry(header.at("name").text(""), header.at("value").text("")));
        }
        return new HarHeaders(headers);
    }

    private static long nanos(String startedDateTime) {
        Instant start;
        try {
            start = OffsetDateTime.parse(startedDateTime).toInstant();
        } catch (DateTimeException e) {
            start = Instant.now();
        }
        return start.getEpochSecond() * 1_000_000_000 + start.getNano();
    }
}
