package io.tallyspan.examples.supportdesk.agents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Asks the refund service. The wrapped client adds the signed {@code tallyspan-context} header by itself. */
public final class RemoteRefundDesk implements RefundDesk {

    private final HttpClient http;
    private final URI service;

    /** Asks the service at that address. */
    public RemoteRefundDesk(HttpClient http, URI service) {
        this.http = http;
        this.service = service;
    }

    @Override
    public String assess(String question) {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/assess"))
                .POST(BodyPublishers.ofString(question))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("the refund service answered " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the refund service worked", e);
        }
    }
}
