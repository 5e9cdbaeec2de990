package io.tallyspan.id;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;

/**
 * Name-based UUIDs (version 5, RFC 9562, section 5.5) in Tallyspan's namespace, so that any language's standard library
 * computes the same ids. A pure function: safe for use by several threads.
 */
public final class Uuid5 {

    /** {@code uuid5(NAMESPACE_DNS, "tallyspan.io")}. */
    public static final UUID NAMESPACE = UUID.fromString("cfbdbc91-a6b9-57c2-824e-7b64041de126");

    /** Stands between the fields of a name: U+001F, the information separator. */
    public static final char SEPARATOR = '\u001F';

    private static final byte[] NAMESPACE_BYTES = ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(NAMESPACE.getMostSignificantBits())
            .putLong(NAMESPACE.getLeastSignificantBits())
            .array();

    private Uuid5() {}

    /**
     * The id of a list of fields.
     *
     * @param fields any text but {@link #SEPARATOR}; unpaired surrogates count as {@code ?}
     * @return 36 characters, lower case
     * @throws IllegalArgumentException if a field contains the separator: two lists of fields would share one id
     */
    public static String of(String... fields) {
        MessageDigest sha1 = Digests.sha1();
        sha1.update(NAMESPACE_BYTES);
        for (int i = 0; i < fields.length; i++) {
            if (fields[i].indexOf(SEPARATOR) >= 0) {
                throw new IllegalArgumentException(
                        "field " + i + " of an id contains U+001F, which separates the fields: " + escaped(fields[i]));
            }
            if (i > 0) {
                sha1.update((byte) SEPARATOR);
            }
            sha1.update(fields[i].getBytes(StandardCharsets.UTF_8));
        }
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest());
        long high = (hash.getLong() & ~0xF000L) | 0x5000L;
        long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    private static String escaped(String field) {
        return field.replace("\u001F", "\\u001F");
    }
}
