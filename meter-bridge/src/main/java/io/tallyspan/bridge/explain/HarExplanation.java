package io.tallyspan.bridge.explain;

import static java.util.Objects.requireNonNull;

import io.tallyspan.id.Dialect;
import io.tallyspan.price.Pricer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Says of every exchange of an HTTP archive what Tallyspan makes of it. No prompt, answer, header value or query is
 * printed.
 */
public final class HarExplanation {

    private final Pricer pricer;
    private final Map<String, Dialect> hosts;
    private final Map<String, String> endpoints;

    /**
     * Explains by these prices.
     *
     * @param hosts dialects of hosts that are not well known, as {@code tallyspan.hosts} has them
     * @param endpoints endpoints of paths of the user's own, as {@code tallyspan.endpoints} has them
     * @throws IllegalArgumentException if one of them is wrong
     */
    public HarExplanation(Pricer pricer, Map<String, Dialect> hosts, Map<String, String> endpoints) {
        this.pricer = requireNonNull(pricer, "pricer");
        this.hosts = Map.copyOf(hosts);
        this.endpoints = Map.copyOf(endpoints);
    }

    /** A paragraph for each. */
    public void text(InputStream archive, PrintStream out) throws IOException {
        explain(archive, new TextExplanations(out));
    }

    /** A JSON object for each, one a line. */
    public void json(InputStream archive, PrintStream out) throws IOException {
        explain(archive, new JsonExplanations(out));
    }

    /**
     * Explains what can be read, also where the rest cannot.
     *
     * @throws IOException if the archive breaks off
     * @throws IllegalArgumentException if it is none
     */
    private void explain(InputStream archive, ExplanationWriter writer) throws IOException {
        HarReader reader = new HarReader();
        try (Explainer explainer = new Explainer(pricer, hosts, endpoints)) {
            reader.read(archive, entry -> {
                try {
                    writer.write(explainer.explain(entry));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } finally {
            if (reader.entries() > 0) {
                writer.end();
            }
        }
    }
}
