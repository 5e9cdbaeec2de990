package io.tallyspan.reader;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Amounts of money as bodies and headers give them. */
final class Decimals {

    /** Longer than any charge, and far from where a decimal becomes a burden. */
    private static final int MAX_DIGITS = 40;

    private Decimals() {}

    /** The exact amount; null if this is no number, a negative one, or one with absurdly many digits. */
    static @Nullable BigDecimal amount(@Nullable String number) {
        if (number == null || number.isEmpty() || number.length() > MAX_DIGITS || !isNumber(number)) {
            return null;
        }
        BigDecimal amount;
        try {
            amount = new BigDecimal(number);
        } catch (NumberFormatException e) {
            return null; // an exponent beyond any int
        }
        boolean absurd = Math.abs((long) amount.scale()) > MAX_DIGITS;
        return absurd || amount.signum() < 0 ? null : amount;
    }

    private static boolean isNumber(String number) {
        byte[] bytes = number.getBytes(StandardCharsets.US_ASCII);
        return JsonText.isNumber(bytes, 0, bytes.length);
    }
}
