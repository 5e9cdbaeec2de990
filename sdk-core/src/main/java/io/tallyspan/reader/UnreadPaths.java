package io.tallyspan.reader;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The paths that a provider bills and that no {@link WireFormat} reads yet. They are named so that what is not counted
 * is at least known.
 */
final class UnreadPaths {

    private static final String AZURE_DEPLOYMENT = "/openai/deployments/";

    /** Method and path below the version; a name in braces stands for one segment or its beginning. */
    private record Pattern(String method, List<String> segments, String template) {

        static Pattern of(String method, String template) {
            return new Pattern(method, List.of(template.split("/", -1)), template);
        }

        boolean endsPath(String[] path) {
            int offset = path.length - segments.size();
            if (offset < 0) {
                return false;
            }
            for (int i = 0; i < segments.size(); i++) {
                if (!matches(segments.get(i), path[offset + i])) {
                    return false;
                }
            }
            return true;
        }

        private static boolean matches(String wanted, String segment) {
            return wanted.startsWith("{")
                    ? segment.endsWith(wanted.substring(wanted.indexOf('}') + 1))
                    : wanted.equals(segment);
        }
    }

    private static final List<Pattern> OPENAI = List.of(
            Pattern.of("POST", "videos"),
            Pattern.of("POST", "videos/{video}/remix"),
            Pattern.of("POST", "batches"),
            Pattern.of("POST", "fine_tuning/jobs"),
            Pattern.of("POST", "evals/{eval}/runs"),
            Pattern.of("POST", "containers"),
            Pattern.of("POST", "realtime/calls"),
            Pattern.of("GET", "realtime"));

    private static final List<Pattern> ANTHROPIC =
            List.of(Pattern.of("POST", "messages/batches"), Pattern.of("GET", "messages/batches/{batch}/results"));

    private static final List<Pattern> GOOGLE = List.of(
            Pattern.of("POST", "models/{model}:batchGenerateContent"),
            Pattern.of("POST", "models/{model}:asyncBatchEmbedContent"),
            Pattern.of("POST", "models/{model}:predictLongRunning"),
            Pattern.of("POST", "batchPredictionJobs"));

    private static final List<Pattern> BEDROCK = List.of(
            Pattern.of("POST", "async-invoke"),
            Pattern.of("POST", "model-invocation-job"),
            Pattern.of("POST", "model/{model}/invoke-with-bidirectional-stream"),
            Pattern.of("POST", "rerank"),
            Pattern.of("POST", "retrieveAndGenerate"));

    private static final List<Pattern> OTHERS = List.of(
            Pattern.of("POST", "batches"),
            Pattern.of("POST", "batch/jobs"),
            Pattern.of("POST", "fine_tuning/jobs"),
            Pattern.of("POST", "videos"));

    private UnreadPaths() {}

    /** The template of the path of a request to a host of that dialect; null if it is not billed. */
    static @Nullable String template(RequestTarget target, Dialect dialect) {
        List<Pattern> patterns = switch (dialect) {
            case OPENAI, AZURE, COMPATIBLE, LITELLM -> OPENAI;
            case ANTHROPIC -> ANTHROPIC;
            case GEMINI, VERTEX -> GOOGLE;
            case BEDROCK -> BEDROCK;
            default -> OTHERS;
        };
        String[] path = target.path().split("/", -1);
        for (Pattern pattern : patterns) {
            if (pattern.method().equals(target.method()) && pattern.endsPath(path)) {
                return prefix(target.path()) + pattern.template();
            }
        }
        return null;
    }

    private static String prefix(String path) {
        if (path.contains(AZURE_DEPLOYMENT)) {
            return AZURE_DEPLOYMENT + "{deployment}/";
        }
        return path.startsWith("/openai/") ? path.startsWith("/openai/v1/") ? "/openai/v1/" : "/openai/" : "/v1/";
    }
}
