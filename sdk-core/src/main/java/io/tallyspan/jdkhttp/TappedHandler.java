package io.tallyspan.jdkhttp;

import io.tallyspan.call.ObservedExchange;
import io.tallyspan.call.StreamUsage;
import io.tallyspan.call.UsageChunkFilter;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;

/** The application's body handler, whose subscriber is shown to an exchange. */
final class TappedHandler<T> implements BodyHandler<T> {

    private final BodyHandler<T> application;
    private final ObservedExchange exchange;

    TappedHandler(BodyHandler<T> application, ObservedExchange exchange) {
        this.application = application;
        this.exchange = exchange;
    }

    @Override
    public BodySubscriber<T> apply(ResponseInfo response) {
        JdkHeaders headers = new JdkHeaders(response.headers());
        exchange.responseHeaders(response.statusCode(), headers);
        StreamUsage usage = exchange.streamUsage();
        UsageChunkFilter filter = usage == null ? null : usage.filter(response.statusCode(), headers);
        BodySubscriber<T> subscriber = application.apply(response);
        return subscriber == null
                ? subscriber
                : new TappedSubscriber<>(
                        filter == null ? subscriber : new FilteredSubscriber<>(subscriber, filter), exchange);
    }
}
