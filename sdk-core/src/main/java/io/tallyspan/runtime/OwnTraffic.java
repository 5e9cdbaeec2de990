package io.tallyspan.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Work that talks to a collector or a price list: no instrumentation shall make spans of it. OpenTelemetry's mark for
 * that has another name in each of its releases (to 1.62 in {@code api.internal}, since then in {@code api.impl}), and
 * which one is there is decided by the application. Without it the work is done all the same.
 */
public final class OwnTraffic {

    private static final String[] MARKS = {
        "io.opentelemetry.api.impl.InstrumentationUtil", "io.opentelemetry.api.internal.InstrumentationUtil"
    };
    private static final @Nullable MethodHandle SUPPRESS = find();

    private OwnTraffic() {}

    /** Does {@code work} on this thread, marked; what it throws is thrown. */
    public static void run(Runnable work) {
        MethodHandle suppress = SUPPRESS;
        if (suppress == null) {
            work.run();
            return;
        }
        try {
            suppress.invokeExact(work);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException("a Runnable threw a checked exception", t);
        }
    }

    private static @Nullable MethodHandle find() {
        MethodHandle found = null;
        for (int i = 0; i < MARKS.length && found == null; i++) {
            found = find(MARKS[i]);
        }
        return found;
    }

    private static @Nullable MethodHandle find(String mark) {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Class.forName(mark),
                            "suppressInstrumentation",
                            MethodType.methodType(void.class, Runnable.class));
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }
}
