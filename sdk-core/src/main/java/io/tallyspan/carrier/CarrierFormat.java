package io.tallyspan.carrier;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The bounds and encodings that signer and verifier share: compact JWS (RFC 7515), base64url without padding. */
final class CarrierFormat {

    static final int MAX_LENGTH = 4096;
    static final String ALGORITHM = "HS256";

    private CarrierFormat() {}

    /** Strict JSON; nothing of it stays in a thread local, where it would hold the class loader. */
    static JsonFactory json() {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(MAX_LENGTH)
                        .maxNestingDepth(8)
                        .maxNumberLength(32)
                        .maxStringLength(MAX_LENGTH)
                        .maxNameLength(256)
                        .build())
                .build();
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The bytes, or null if the text is not exactly what {@link #encode} makes of them. */
    static byte @Nullable [] decode(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
        return encode(bytes).equals(text) ? bytes : null;
    }
}
