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

    /** Method and path below the version; a name in braces stands for one segment. */
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
                if (!segments.get(i).startsWith("{") && !segments.get(i).equals(path[offset + i])) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Pattern> OPENAI = List.of(
            Pattern.of("POST", "completions"),
            Pattern.of("POST", "images/generations"),
            Pattern.of("POST", "images/edits"),
            Pattern.of("POST", "images/variations"),
            Pattern.of("POST", "audio/speech"),
            Pattern.of("POST", "audio/transcriptions"),
            Pattern.of("POST", "audio/translations"),
            Pattern.of("POST", "moderations"),
            Pattern.of("POST", "rerank"),
            Pattern.of("POST", "videos"),
            Pattern.of("POST", "videos/{video}/remix"),
            Pattern.of("POST", "batches"),
            Pattern.of("POST", "fine_tuning/jobs"),
            Pattern.of("POST", "evals/{eval}/runs"),
            Pattern.of("POST", "threads/runs"),
            Pattern.of("POST", "threads/{thread}/runs"),
            Pattern.of("POST", "threads/{thread}/runs/{run}/submit_tool_outputs"),
            Pattern.of("POST", "containers"),
            Pattern.of("POST", "realtime/calls"),
            Pattern.of("GET", "realtime"));

    private static final List<Pattern> ANTHROPIC = List.of(
            Pattern.of("POST", "complete"),
            Pattern.of("POST", "messages/batches"),
            Pattern.of("GET", "messages/batches/{batch}/results"));

    /** Of dialects whose arithmetic no reader knows: what everybody has copied from OpenAI. */
    private static final List<Pattern> OTHERS = List.of(
            Pattern.of("POST", "chat/completions"),
            Pattern.of("POST", "completions"),
            Pattern.of("POST", "responses"),
            Pattern.of("POST", "embeddings"));

    private UnreadPaths() {}

    /** The template of the path of a request to a host of that dialect; null if it is not billed. */
    static @Nullable String template(RequestTarget target, Dialect dialect) {
        List<Pattern> patterns = switch (dialect) {
            case OPENAI, AZURE, COMPATIBLE, LITELLM -> OPENAI;
            case ANTHROPIC -> ANTHROPIC;
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
