package io.tallyspan.conformance.langchain4j;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import io.tallyspan.testing.provider.FakeProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells the fake provider whose request it is by a tag in the prompt that the application wrote there, so that the
 * books know customer, feature and step without Tallyspan.
 */
record Tagged(HttpClient client) implements HttpClient {

    private static final Pattern TAG = Pattern.compile("@@([^@]+)@@");

    /** For a prompt. */
    static String tag(String customer, String feature, String step) {
        return "@@" + customer + '|' + feature + '|' + step + "@@";
    }

    /** What {@link #tag} was made of, as the books know it. */
    static String seed(String customer, String feature, String step) {
        return customer + '|' + feature + '|' + step;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        return client.execute(tagged(request));
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        client.execute(tagged(request), parser, listener);
    }

    private static HttpRequest tagged(HttpRequest request) {
        Matcher tag = TAG.matcher(request.body());
        if (!tag.find()) {
            throw new IllegalStateException("a prompt without a tag: " + request.body());
        }
        Map<String, List<String>> headers = new HashMap<>(request.headers());
        headers.put(FakeProvider.SEED_HEADER, List.of(tag.group(1)));
        return HttpRequest.builder()
                .method(request.method())
                .url(request.url())
                .headers(headers)
                .body(request.body())
                .build();
    }
}
