package io.tallyspan.inbound;

import org.jspecify.annotations.Nullable;

/** An inbound request or message, as far as rules look into it. Asked on one thread, before the work begins. */
public interface InboundRequest {

    /** The first value of a header, whatever its case; null if there is none. */
    @Nullable
    String header(String name);

    /** A claim of the token that the application has verified, as text; null if there is no such token or claim. */
    @Nullable
    String claim(String name);

    /** The name of whoever the application has authenticated; null if nobody is. */
    @Nullable
    String principal();
}
