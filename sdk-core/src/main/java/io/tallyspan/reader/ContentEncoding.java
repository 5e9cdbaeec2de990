package io.tallyspan.reader;

import io.tallyspan.http.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The encodings of a body, in the order in which they were applied. Immutable. */
public final class ContentEncoding {

    /** Each takes memory, and a server might name any number. */
    private static final int MOST = 3;

    private static final String HEADER = "Content-Encoding";

    private final List<String> names;

    private ContentEncoding(List<String> names) {
        this.names = names;
    }

    /** What the headers of a response say, in one line or several. */
    public static ContentEncoding of(Headers headers) {
        if (headers.first(HEADER) == null) {
            return new ContentEncoding(List.of());
        }
        List<String> names = new ArrayList<>();
        headers.forEach((header, value) -> {
            if (header.equalsIgnoreCase(HEADER)) {
                for (String name : value.split(",", -1)) {
                    String tidy = name.strip().toLowerCase(Locale.ROOT);
                    if (!tidy.isEmpty() && !tidy.equals("identity")) {
                        names.add(tidy);
                    }
                }
            }
        });
        return new ContentEncoding(List.copyOf(names));
    }

    boolean isIdentity() {
        return names.isEmpty();
    }

    /** What undoes all of them; null if one cannot be undone here. */
    @Nullable
    BodyDecoder decoder() {
        if (names.size() > MOST) {
            return null;
        }
        BodyDecoder chain = null;
        for (String name : names) {
            BodyDecoder decoder = decoder(name);
            if (decoder == null) {
                if (chain != null) {
                    chain.close();
                }
                return null;
            }
            chain = chain == null ? decoder : new ChainedDecoder(decoder, chain);
        }
        return chain;
    }

    private static @Nullable BodyDecoder decoder(String name) {
        return switch (name) {
            case "gzip", "x-gzip" -> new GzipDecoder();
            case "deflate" -> new DeflateDecoder();
            case "br" -> optional(BrotliDecoder::new);
            case "zstd" -> optional(ZstdDecoder::new);
            default -> null;
        };
    }

    /** The library may be missing, or its native part, or another version may be there. */
    private static @Nullable BodyDecoder optional(Supplier<BodyDecoder> constructor) {
        try {
            return constructor.get();
        } catch (LinkageError | IllegalStateException e) {
            return null;
        }
    }

    /** What would let these encodings be undone: a dependency to add, or that there is none. For the log. */
    public String mend() {
        List<String> missing = new ArrayList<>();
        if (names.contains("br")) {
            missing.add("com.aayushatharva.brotli4j:brotli4j with its native part for this platform, such as"
                    + " com.aayushatharva.brotli4j:native-linux-x86_64");
        }
        if (names.contains("zstd")) {
            missing.add("com.github.luben:zstd-jni");
        }
        return missing.isEmpty()
                ? "no library is known that would undo it; have the client not ask for it (Accept-Encoding)"
                : "to have it read, add " + String.join(" and ", missing);
    }

    /** The names, as the header has them. */
    @Override
    public String toString() {
        return String.join(", ", names);
    }
}
