package io.tallyspan.reader;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What OpenAI's APIs have in common, whoever serves them. */
final class OpenAiFamily {

    static final Set<Unit> CHAT_BILLS = Set.of(Unit.INPUT_TOKENS, Unit.OUTPUT_TOKENS);

    private static final String AZURE_DEPLOYMENTS = "/openai/deployments/";

    private OpenAiFamily() {}

    /**
     * The dialect that a request to one of OpenAI's paths speaks: the host's, where that is one of the family's. Azure
     * is known by its deployments behind any gateway. Null where the host speaks something that no reader is for.
     */
    static @Nullable Dialect dialect(RequestTarget target, @Nullable Dialect host) {
        if (host == null) {
            return target.path().contains(AZURE_DEPLOYMENTS) ? Dialect.AZURE : Dialect.COMPATIBLE;
        }
        return switch (host) {
            case ANTHROPIC -> Dialect.COMPATIBLE; // api.anthropic.com/v1/chat/completions
            case WATSONX -> null;
            default -> host;
        };
    }

    /** Whether a path is no proof of a model call: on a host that nobody has named. Azure's paths are proof enough. */
    static boolean isProvisional(@Nullable Dialect host, Dialect dialect) {
        return host == null && dialect == Dialect.COMPATIBLE;
    }

    /**
     * Whether a path that others might have too is one of the family's: on hosts that somebody has named, and with the
     * version before it on any.
     */
    static boolean isNamed(RequestTarget target, @Nullable Dialect host, String end) {
        return host != null || target.path().endsWith("/v1" + end) || dialect(target, null) == Dialect.AZURE;
    }

    static boolean isPost(RequestTarget target) {
        return target.method().equals("POST");
    }

    /**
     * An endpoint at which a model runs whose streams state their usage on request, if the server knows the request.
     */
    static @Nullable Endpoint streaming(RequestTarget target, @Nullable Dialect host, String operation) {
        Endpoint endpoint = inference(target, host, operation, CHAT_BILLS);
        return endpoint == null || !knowsStreamOptions(endpoint.dialect()) ? endpoint : endpoint.withUsageOnRequest();
    }

    /** Mistral refuses members that it does not know; like the others here it states the usage of every stream. */
    private static boolean knowsStreamOptions(Dialect dialect) {
        return switch (dialect) {
            case MISTRAL, COHERE, PERPLEXITY -> false;
            default -> true;
        };
    }

    /** An endpoint at which a model runs. */
    static @Nullable Endpoint inference(
            RequestTarget target, @Nullable Dialect host, String operation, Set<Unit> billedUnits) {
        Dialect dialect = dialect(target, host);
        return dialect == null
                ? null
                : Endpoint.inference(dialect, operation, billedUnits, () -> new OpenAiReader(dialect))
                        .withProvisional(isProvisional(host, dialect));
    }
}
