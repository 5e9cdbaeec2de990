package io.tallyspan.reader;

import static java.util.Objects.requireNonNull;

/** What {@link WireFormats} makes of a request. */
public sealed interface Recognition {

    /** A model call that a reader understands. */
    record ModelCall(Endpoint endpoint) implements Recognition {
        /** Checks the argument. */
        public ModelCall {
            requireNonNull(endpoint, "endpoint");
        }
    }

    /** A billable path that no reader understands yet; {@code template} is the path with its variables named. */
    record Unsupported(String template) implements Recognition {
        /** Checks the argument. */
        public Unsupported {
            requireNonNull(template, "template");
        }
    }

    /** No model call. */
    enum Foreign implements Recognition {
        INSTANCE
    }
}
