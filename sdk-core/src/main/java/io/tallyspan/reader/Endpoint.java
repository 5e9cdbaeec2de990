package io.tallyspan.reader;

import static java.util.Objects.requireNonNull;

import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a request addresses.
 *
 * @param dialect the wire family
 * @param operation the value of {@code gen_ai.operation.name}, such as {@code chat}
 * @param kind what a good answer means for the bill
 * @param storedResponseId the id in the path of a {@link Kind#FETCH}; else null
 * @param requestModel the model that the path asks for, where it is there and not in the body; else null
 * @param billedUnits the counts that must be stated for the usage to be {@code reported}
 * @param provisional whether the path alone is no proof: it is a model call only if the request's body names a model
 * @param usageOnRequest whether a stream states its usage only if {@code stream_options.include_usage} asks for it
 * @param reader makes the reader of one answer
 */
public record Endpoint(
        Dialect dialect,
        String operation,
        Kind kind,
        @Nullable String storedResponseId,
        @Nullable String requestModel,
        Set<Unit> billedUnits,
        boolean provisional,
        boolean usageOnRequest,
        Supplier<? extends UsageReader> reader) {

    /** What a good answer means for the bill. */
    public enum Kind {
        /** The provider runs a model and bills it. */
        INFERENCE,
        /** A stored response is read again: billed only if it was a background response that has now ended. */
        FETCH
    }

    /** Checks the arguments. */
    public Endpoint {
        requireNonNull(dialect, "dialect");
        requireNonNull(operation, "operation");
        requireNonNull(kind, "kind");
        billedUnits = Set.copyOf(billedUnits);
        requireNonNull(reader, "reader");
    }

    /** An endpoint at which a model runs, and whose requests name the model in the body. */
    public static Endpoint inference(
            Dialect dialect, String operation, Set<Unit> billedUnits, Supplier<? extends UsageReader> reader) {
        return new Endpoint(dialect, operation, Kind.INFERENCE, null, null, billedUnits, false, false, reader);
    }

    /** An endpoint at which the stored response of that id is read again. */
    public static Endpoint fetch(
            Dialect dialect,
            String operation,
            String storedResponseId,
            Set<Unit> billedUnits,
            Supplier<? extends UsageReader> reader) {
        return new Endpoint(dialect, operation, Kind.FETCH, storedResponseId, null, billedUnits, false, false, reader);
    }

    /** The same endpoint, with the model that its path names. */
    public Endpoint withRequestModel(@Nullable String model) {
        return new Endpoint(
                dialect, operation, kind, storedResponseId, model, billedUnits, provisional, usageOnRequest, reader);
    }

    /** The same endpoint, {@linkplain #provisional() provisional} or not. */
    public Endpoint withProvisional(boolean isProvisional) {
        return new Endpoint(
                dialect,
                operation,
                kind,
                storedResponseId,
                requestModel,
                billedUnits,
                isProvisional,
                usageOnRequest,
                reader);
    }

    /** The same endpoint, whose streams state usage {@linkplain #usageOnRequest() on request}. */
    public Endpoint withUsageOnRequest() {
        return new Endpoint(
                dialect, operation, kind, storedResponseId, requestModel, billedUnits, provisional, true, reader);
    }
}
