package io.tallyspan.bridge.explain;

import java.io.IOException;

/** Writes explanations one by one, and what they come to at the end. */
interface ExplanationWriter {

    void write(Explanation explanation) throws IOException;

    /** No more will come. */
    void end() throws IOException;
}
