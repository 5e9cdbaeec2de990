package io.tallyspan.conformance.spring;

import io.tallyspan.Tallyspan;
import io.tallyspan.spring.ObservedRestCalls;
import io.tallyspan.testing.kit.ClientSetup;
import io.tallyspan.testing.kit.KitClient;
import io.tallyspan.testing.kit.KitRequests;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** A {@code RestClient} over the JDK's client, as the models without an SDK have it. */
final class RestKitClient implements KitClient {

    private final ClientSetup setup;
    private final RestClient rest;

    RestKitClient(ClientSetup setup) {
        this.setup = setup;
        JdkClientHttpRequestFactory transport = new JdkClientHttpRequestFactory();
        transport.setReadTimeout(setup.timeout());
        RestClient.Builder builder = RestClient.builder()
                .requestFactory(transport)
                .baseUrl(setup.url())
                .defaultHeaders(headers -> setup.headers().forEach(headers::set));
        for (int i = setup.layers().size() - 1; i >= 0; i--) {
            Tallyspan layer = setup.layers().get(i);
            builder.requestInterceptor(new ObservedRestCalls(layer));
        }
        this.rest = builder.build();
    }

    @Override
    public String chat(String prompt) {
        return send("POST", KitRequests.chatPath(setup.dialect()), KitRequests.chat(setup.dialect(), prompt));
    }

    @Override
    public void embed(String input) {
        var unused = send("POST", KitRequests.EMBEDDINGS_PATH, KitRequests.embeddings(input));
    }

    @Override
    public String send(String method, String path, @Nullable String body) {
        RestClient.RequestBodySpec request =
                rest.method(HttpMethod.valueOf(method)).uri(path);
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).body(body);
        }
        String answer = request.retrieve().body(String.class);
        return answer == null ? "" : answer;
    }
}
