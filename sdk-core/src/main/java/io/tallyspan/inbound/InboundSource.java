package io.tallyspan.inbound;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a rule looks. What it finds there is believed: a header is as trustworthy as whoever may set it.
 *
 * @param kind in what kind of place
 * @param name the header, claim or baggage entry; empty for the principal
 */
public record InboundSource(Kind kind, String name) {

    /** Kinds of places. */
    public enum Kind {
        /** A header of the request. */
        HEADER,
        /** A claim of a verified token. */
        CLAIM,
        /** An entry of the W3C baggage in the context. */
        BAGGAGE,
        /** The name of the authenticated principal. */
        PRINCIPAL
    }

    /** Checks the arguments. */
    public InboundSource {
        requireNonNull(kind, "kind");
        if (requireNonNull(name, "name").isBlank() != (kind == Kind.PRINCIPAL)) {
            throw new IllegalArgumentException(
                    kind + (kind == Kind.PRINCIPAL ? " has no name" : " needs a name") + ": \"" + name + "\"");
        }
    }

    /**
     * Reads {@code header:<name>}, {@code claim:<name>}, {@code baggage:<key>} or {@code principal}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static InboundSource parse(String text) {
        int colon = text.indexOf(':');
        String kind = (colon < 0 ? text : text.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
        String name = colon < 0 ? "" : text.substring(colon + 1).strip();
        for (Kind each : Kind.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(kind)
                    && name.isEmpty() == (each == Kind.PRINCIPAL)
                    && (colon < 0) == (each == Kind.PRINCIPAL)) {
                return new InboundSource(each, name);
            }
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is none of header:<name>, claim:<name>, baggage:<key> and principal");
    }

    /** What is there; null if nothing is. */
    @Nullable
    String read(InboundRequest request, Context context) {
        return switch (kind) {
            case HEADER -> request.header(name);
            case CLAIM -> request.claim(name);
            case BAGGAGE -> Baggage.fromContext(context).getEntryValue(name);
            case PRINCIPAL -> request.principal();
        };
    }
}
