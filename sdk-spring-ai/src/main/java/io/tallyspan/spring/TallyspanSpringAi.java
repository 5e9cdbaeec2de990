package io.tallyspan.spring;

import static java.util.Objects.requireNonNull;

import io.tallyspan.Tallyspan;

/**
 * Observes models of Spring AI 2.0 that are built on the vendors' SDKs (OpenAI and whoever speaks its dialect, Azure,
 * Anthropic): every attempt, of calls and streams, with the attribution of whoever calls or subscribes. Spring Boot
 * does this to every bean by itself; here it is for models that are made in code. Safe for use by several threads.
 */
public final class TallyspanSpringAi {

    private final ModelClients clients;

    private TallyspanSpringAi(Tallyspan tallyspan) {
        this.clients = new ModelClients(tallyspan);
    }

    /** What reports to {@code tallyspan}. */
    public static TallyspanSpringAi create(Tallyspan tallyspan) {
        return new TallyspanSpringAi(requireNonNull(tallyspan, "tallyspan"));
    }

    /**
     * Observes a model: the clients of the vendor's SDK that it holds are replaced by observed ones, which share
     * connections and everything else with them. The models of Spring AI 2 are final and injected by their class, so
     * they cannot be wrapped.
     *
     * @return {@code model}, observed; as it is if it is observed already or holds no such client
     * @throws IllegalStateException if this release of Spring AI hides its clients; the message says what to do
     */
    public <M> M observe(M model) {
        clients.observe(requireNonNull(model, "model"));
        return model;
    }
}
