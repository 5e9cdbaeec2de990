package io.tallyspan.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import io.tallyspan.jdkhttp.TallyspanHttpClient;
import java.net.http.HttpClient;

/** LangChain4j's clients over {@code java.net.http}, which are observed below. Used only where there are such. */
final class JdkTransports {

    private JdkTransports() {}

    static boolean areBuiltBy(HttpClientBuilder builder) {
        return builder instanceof JdkHttpClientBuilder;
    }

    /** Lets the builder build observed clients; false if it does already. */
    static boolean observe(HttpClientBuilder builder, TallyspanHttpClient observing) {
        JdkHttpClientBuilder jdk = (JdkHttpClientBuilder) builder;
        HttpClient.Builder clients = jdk.httpClientBuilder();
        if (clients instanceof ObservedJdkBuilder observed && observed.isObservedBy(observing)) {
            return false;
        }
        jdk.httpClientBuilder(new ObservedJdkBuilder(clients == null ? HttpClient.newBuilder() : clients, observing));
        return true;
    }
}
