package io.tallyspan.langchain4j;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import io.tallyspan.Tallyspan;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Builds clients of LangChain4j's, observed. */
final class ObservedClientBuilder implements HttpClientBuilder {

    private final HttpClientBuilder builder;
    private final Tallyspan tallyspan;
    private final UnaryOperator<HttpClient> observing;

    ObservedClientBuilder(HttpClientBuilder builder, Tallyspan tallyspan, UnaryOperator<HttpClient> observing) {
        this.builder = builder;
        this.tallyspan = tallyspan;
        this.observing = observing;
    }

    @Override
    public Duration connectTimeout() {
        return builder.connectTimeout();
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        builder.connectTimeout(timeout);
        return this;
    }

    @Override
    public Duration readTimeout() {
        return builder.readTimeout();
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
        builder.readTimeout(timeout);
        return this;
    }

    @Override
    public HttpClient build() {
        return observing.apply(builder.build());
    }

    boolean isObservedBy(Tallyspan other) {
        return tallyspan == other || (builder instanceof ObservedClientBuilder inner && inner.isObservedBy(other));
    }

    /** The builder that this one decorates, however often. */
    HttpClientBuilder innermost() {
        return builder instanceof ObservedClientBuilder inner ? inner.innermost() : builder;
    }
}
