package io.tallyspan;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** Closes an instance that nobody has closed when the JVM ends, without keeping alive one that nobody uses. */
final class ShutdownHook {

    private @Nullable Thread hook;

    private ShutdownHook(@Nullable Thread hook) {
        this.hook = hook;
    }

    static ShutdownHook install(Tallyspan instance) {
        WeakReference<Tallyspan> weak = new WeakReference<>(instance);
        Thread thread = new Thread(null, () -> close(weak), "tallyspan-shutdown", 0, false);
        try {
            Runtime.getRuntime().addShutdownHook(thread);
        } catch (IllegalStateException alreadyShuttingDown) {
            return new ShutdownHook(null);
        }
        return new ShutdownHook(thread);
    }

    private static void close(WeakReference<Tallyspan> weak) {
        Tallyspan instance = weak.get();
        if (instance != null) {
            instance.close();
        }
    }

    synchronized void remove() {
        Thread installed = hook;
        hook = null;
        if (installed != null && Thread.currentThread() != installed) {
            try {
                Runtime.getRuntime().removeShutdownHook(installed);
            } catch (IllegalStateException shuttingDown) {
                // The hook is about to run, and will find nothing left to do.
            }
        }
    }
}
