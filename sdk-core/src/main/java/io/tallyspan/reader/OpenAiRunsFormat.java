package io.tallyspan.reader;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * Runs of OpenAI's assistants: {@code POST /v1/threads/runs} and {@code /v1/threads/{thread}/runs} begin one,
 * {@code GET} of the run, its cancelling and {@code submit_tool_outputs} show it again. The steps of a run bill nothing
 * more.
 */
final class OpenAiRunsFormat implements WireFormat {

    private static final String THREADS = "/threads/";
    private static final String RUNS = "runs";

    @Override
    public String name() {
        return "openai-runs";
    }

    @Override
    public @Nullable Endpoint match(RequestTarget target, @Nullable Dialect host) {
        int at = target.path().lastIndexOf(THREADS);
        if (at < 0 || (host != Dialect.OPENAI && host != Dialect.AZURE)) {
            return null;
        }
        String[] segments = target.path().substring(at + THREADS.length()).split("/", -1);
        boolean post = OpenAiFamily.isPost(target);
        if (post && segments.length <= 2 && segments[segments.length - 1].equals(RUNS)) {
            return Endpoint.inference(host, "chat", OpenAiFamily.CHAT_BILLS, OpenAiRunReader::new);
        }
        if (segments.length < 3 || !segments[1].equals(RUNS)) {
            return null;
        }
        boolean shown = segments.length == 3
                || (post
                        && segments.length == 4
                        && (segments[3].equals("submit_tool_outputs") || segments[3].equals("cancel")));
        return shown ? Endpoint.fetch(host, "chat", segments[2], OpenAiFamily.CHAT_BILLS, OpenAiRunReader::new) : null;
    }
}
