package io.tallyspan.testing.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Ids, figures and words that depend on nothing but a few strings: a hash stretched to any length, one stream per
 * label. What comes out never contains what went in, so an id derived from a header's value does not hold that value.
 */
final class Derivation {

    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String[] WORDS = {
        "the",
        "customer",
        "asked",
        "about",
        "a",
        "late",
        "invoice",
        "and",
        "we",
        "found",
        "two",
        "orders",
        "that",
        "match",
        "its",
        "number",
        "refund",
        "policy",
        "allows",
        "both",
        "naïve",
        "résumé",
        "日本",
        "done"
    };

    private final String key;

    Derivation(String... fields) {
        this.key = sha256Hex(String.join("\u001f", fields).getBytes(StandardCharsets.UTF_8));
    }

    String hex(String label, int length) {
        StringBuilder out = new StringBuilder();
        for (int block = 0; out.length() < length; block++) {
            out.append(HexFormat.of().formatHex(block(label, block)));
        }
        return out.substring(0, length);
    }

    String base62(String label, int length) {
        StringBuilder out = new StringBuilder();
        for (int block = 0; out.length() < length; block++) {
            for (byte b : block(label, block)) {
                int value = b & 0xFF;
                // 248 is the last multiple of 62 in a byte: above it the digits would not be equally likely.
                if (value < 248 && out.length() < length) {
                    out.append(BASE62.charAt(value % 62));
                }
            }
        }
        return out.toString();
    }

    String uuid(String label) {
        String hex = hex(label, 32);
        return hex.substring(0, 8) + '-' + hex.substring(8, 12) + "-4" + hex.substring(13, 16) + "-8"
                + hex.substring(17, 20) + '-' + hex.substring(20);
    }

    /** A figure from {@code from} to {@code to}, both included. */
    long between(String label, long from, long to) {
        return from + Long.remainderUnsigned(Long.parseUnsignedLong(hex(label, 16), 16), to - from + 1);
    }

    String words(String label, int count) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < count; i++) {
            out.append(i == 0 ? "" : " ").append(WORDS[(int) between(label + i, 0, WORDS.length - 1)]);
        }
        return out.toString();
    }

    private byte[] block(String label, int number) {
        return sha256((key + '\u001f' + label + '\u001f' + number).getBytes(StandardCharsets.UTF_8));
    }

    static String sha256Hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256(bytes));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
