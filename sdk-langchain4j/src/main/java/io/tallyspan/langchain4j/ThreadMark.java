package io.tallyspan.langchain4j;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;

/**
 * Tells work that goes on in sequence, where steps of one name follow each other, from branches that run at the same
 * time: a context that was handed to another thread is marked with the thread that it came from.
 */
final class ThreadMark {

    private static final ContextKey<Thread> KEY = ContextKey.named("tallyspan-langchain4j-thread");

    private ThreadMark() {}

    /** {@code context}, marked as being worked on by the current thread. */
    static Context on(Context context) {
        Thread current = Thread.currentThread();
        return context.get(KEY) == current ? context : context.with(KEY, current);
    }

    /** Whether {@code context} came here from another thread, which may hand it to more. */
    static boolean isBranch(Context context) {
        Thread marked = context.get(KEY);
        return marked != null && marked != Thread.currentThread();
    }
}
