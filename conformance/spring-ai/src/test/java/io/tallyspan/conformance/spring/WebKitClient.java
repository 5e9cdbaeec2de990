package io.tallyspan.conformance.spring;

import io.tallyspan.Tallyspan;
import io.tallyspan.spring.ObservedWebCalls;
import io.tallyspan.testing.kit.ClientSetup;
import io.tallyspan.testing.kit.KitClient;
import io.tallyspan.testing.kit.KitRequests;
import java.util.stream.Stream;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;

/** A {@code WebClient} over the JDK's client, as the models without an SDK have it for their streams. */
final class WebKitClient implements KitClient {

    private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENTS =
            new ParameterizedTypeReference<>() {};

    private final ClientSetup setup;
    private final WebClient web;

    WebKitClient(ClientSetup setup) {
        this.setup = setup;
        JdkClientHttpConnector transport = new JdkClientHttpConnector();
        transport.setReadTimeout(setup.timeout());
        WebClient.Builder builder = WebClient.builder()
                .clientConnector(transport)
                .baseUrl(setup.url().toString())
                .defaultHeaders(headers -> setup.headers().forEach(headers::set));
        for (int i = setup.layers().size() - 1; i >= 0; i--) {
            Tallyspan layer = setup.layers().get(i);
            builder.filter(new ObservedWebCalls(layer));
        }
        this.web = builder.build();
    }

    @Override
    public void stream(String prompt, Chunks chunks) {
        Flux<ServerSentEvent<String>> events = web.post()
                .uri(KitRequests.chatPath(setup.dialect()))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(KitRequests.stream(setup.dialect(), prompt, setup.streamUsage()))
                .retrieve()
                .bodyToFlux(EVENTS);
        // read here, not where they arrive: from JDK 25 on that is the common pool, which a call in a callback would
        // block
        try (Stream<ServerSentEvent<String>> reading = events.toStream(1)) {
            var unused = reading.allMatch(event -> chunks.next(event.data() == null ? "" : event.data()));
        }
    }
}
