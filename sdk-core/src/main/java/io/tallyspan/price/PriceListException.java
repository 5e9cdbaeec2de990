package io.tallyspan.price;

/** A price list that cannot be read; the message names the list, the place and what would be right. */
public final class PriceListException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PriceListException(String message) {
        super(message);
    }

    PriceListException(String message, Throwable cause) {
        super(message, cause);
    }
}
