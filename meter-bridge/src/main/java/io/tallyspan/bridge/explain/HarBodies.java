package io.tallyspan.bridge.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallyspan.http.Headers;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of an archive's entries. By HAR 1.2 a response's text is decoded and, where it is no text, base64; in fact
 * some programs keep the compressed bytes, and most keep the header that names the compression. Pure functions.
 */
final class HarBodies {

    private HarBodies() {}

    /** What was sent; null if the archive does not say. */
    static byte @Nullable [] request(JsonTree postData, Headers headers) {
        String text = postData.at("text").text();
        if (text != null && !text.isEmpty()) {
            byte[] bytes = isBase64(postData.at("encoding")) ? decoded(text) : null;
            return bytes == null ? text.getBytes(UTF_8) : bytes;
        }
        String type = headers.first("Content-Type");
        String boundary = boundary(type == null ? postData.at("mimeType").text("") : type);
        return boundary == null || postData.at("params").elements().isEmpty()
                ? null
                : multipart(postData.at("params"), boundary);
    }

    /** What came; null if the archive does not say. */
    static byte @Nullable [] response(JsonTree content) {
        String text = content.at("text").text();
        if (text == null) {
            return null;
        }
        byte[] bytes = isBase64(content.at("encoding")) ? decoded(text) : null;
        return bytes == null ? text.getBytes(UTF_8) : bytes;
    }

    private static boolean isBase64(JsonTree encoding) {
        return encoding.text("").equalsIgnoreCase("base64");
    }

    private static byte @Nullable [] decoded(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String boundary(String contentType) {
        int at = contentType.toLowerCase(Locale.ROOT).indexOf("boundary=");
        if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/") || at < 0) {
            return null;
        }
        String rest = contentType.substring(at + "boundary=".length());
        int end = rest.indexOf(';');
        String boundary = (end < 0 ? rest : rest.substring(0, end)).trim();
        return boundary.startsWith("\"") && boundary.endsWith("\"") && boundary.length() > 1
                ? boundary.substring(1, boundary.length() - 1)
                : boundary;
    }

    /** A body with the fields that the archive lists: enough to know the model, not the bytes that were sent. */
    private static byte[] multipart(JsonTree params, String boundary) {
        StringBuilder body = new StringBuilder();
        for (JsonTree param : params.elements()) {
            body.append("--")
                    .append(boundary)
                    .append("\r\nContent-Disposition: form-data; name=\"")
                    .append(param.at("name").text(""))
                    .append('"');
            String file = param.at("fileName").text();
            if (file != null) {
                body.append("; filename=\"file\"");
            }
            body.append("\r\n\r\n").append(param.at("value").text("")).append("\r\n");
        }
        return body.append("--").append(boundary).append("--\r\n").toString().getBytes(UTF_8);
    }

    /** Whether a body is still in the encoding that its header names. */
    static boolean isStillEncoded(byte[] body, Headers headers) {
        String encoding = headers.first("Content-Encoding");
        if (encoding == null || body.length < 2 || looksDecoded(body)) {
            return false;
        }
        int first = body[0] & 0xff;
        int second = body[1] & 0xff;
        return switch (encoding.trim().toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> first == 0x1f && second == 0x8b;
            case "zstd" -> first == 0x28 && second == 0xb5;
            default -> true;
        };
    }

    /** Whether a body begins like JSON or like an event stream. */
    private static boolean looksDecoded(byte[] body) {
        int at = 0;
        while (at < body.length && (body[at] == ' ' || body[at] == '\n' || body[at] == '\r' || body[at] == '\t')) {
            at++;
        }
        String start = new String(body, at, Math.min(8, body.length - at), UTF_8);
        return start.startsWith("{")
                || start.startsWith("[")
                || start.startsWith("data:")
                || start.startsWith("event:")
                || start.startsWith("id:")
                || start.startsWith(":");
    }
}
