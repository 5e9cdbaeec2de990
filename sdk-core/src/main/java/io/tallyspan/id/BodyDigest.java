package io.tallyspan.id;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Hashes a request's body as it is written, before content encoding: lower-case hex SHA-256 of its bytes. Of a
 * multipart body, whose random boundary differs each time, it is the SHA-256 of the SHA-256 hashes of the parts, each
 * part being the bytes between two delimiter lines (RFC 2046, section 5.1.1). Constant memory. Not safe for use by
 * several threads at once.
 */
public abstract sealed class BodyDigest permits PlainBodyDigest, MultipartBodyDigest {

    final MessageDigest body = Digests.sha256();
    private @Nullable String hex;

    BodyDigest() {}

    /**
     * The digest for a body of that type.
     *
     * @param contentType the value of the {@code Content-Type} header, or null
     */
    public static BodyDigest forContentType(@Nullable String contentType) {
        if (contentType == null || !contentType.strip().toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            return new PlainBodyDigest();
        }
        String boundary = MultipartBoundary.of(contentType);
        return boundary == null ? new PlainBodyDigest() : new MultipartBodyDigest(boundary);
    }

    /** Adds bytes in the order in which they are sent, cut anywhere. */
    public final void update(byte[] bytes, int offset, int length) {
        if (hex != null) {
            throw new IllegalStateException("the digest is finished: call reset() before another body");
        }
        add(bytes, offset, length);
    }

    /** Forgets all bytes: the body is sent again. */
    public final void reset() {
        hex = null;
        body.reset();
        restart();
    }

    /** The hash, 64 lower-case hex digits; the same again if asked again. Ends the body. */
    public final String hex() {
        if (hex == null) {
            hex = Digests.hex(finish());
        }
        return hex;
    }

    /** The fingerprint of a request with this body, which ends; its digest is used again, for making one costs more. */
    final String fingerprint(String method, String urlWithoutQuery) {
        String bodyHex = hex();
        body.update(method.getBytes(StandardCharsets.UTF_8));
        body.update((byte) '\n');
        body.update(urlWithoutQuery.getBytes(StandardCharsets.UTF_8));
        body.update((byte) '\n');
        body.update(bodyHex.getBytes(StandardCharsets.UTF_8));
        return Digests.hex(body.digest());
    }

    abstract void add(byte[] bytes, int offset, int length);

    abstract void restart();

    abstract byte[] finish();
}
