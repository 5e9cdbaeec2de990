package io.tallyspan.examples.supportdesk;

/** Whom the agents talk to. */
enum Provider {
    OPENAI("openai", "OPENAI_API_KEY", "http://openai.test/v1"),
    ANTHROPIC("anthropic", "ANTHROPIC_API_KEY", "http://anthropic.test");

    private final String dialect;
    private final String keyVariable;
    private final String fakeUrl;

    Provider(String dialect, String keyVariable, String fakeUrl) {
        this.dialect = dialect;
        this.keyVariable = keyVariable;
        this.fakeUrl = fakeUrl;
    }

    /** The dialect that it speaks, which is also its name on the command line. */
    String dialect() {
        return dialect;
    }

    /** The environment variable that holds the key of the real one. */
    String keyVariable() {
        return keyVariable;
    }

    /**
     * Where the fake one is called, through a proxy that answers itself. Its port is another one each time; the URL is
     * not, for it is part of a request's fingerprint, and who repeats a request has to call the same.
     */
    String fakeUrl() {
        return fakeUrl;
    }

    /** What {@code tallyspan.hosts} has to say about the fake one. */
    String fakeHost() {
        return dialect + ".test=" + dialect;
    }
}
