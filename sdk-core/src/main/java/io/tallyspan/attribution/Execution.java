package io.tallyspan.attribution;

import static java.util.Objects.requireNonNull;

import io.tallyspan.runtime.IdSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One opening of a run in one process: what a scope that opens a run, a trusted inbound carrier or a call outside any
 * scope begins. A run that is executed again under its old id is another execution, for it really calls the provider
 * again. It is held by the contexts below it only, and so whatever it {@linkplain #own owns} is collected with them.
 * Safe for use by several threads.
 */
public final class Execution {

    private final String runId;
    private final IdSource ids;
    private final Map<Class<?>, Object> owned = new ConcurrentHashMap<>();
    private volatile @Nullable String id;

    /** An execution whose id is given, or decided when it is first asked for. */
    Execution(String runId, @Nullable String id, IdSource ids) {
        this.runId = requireNonNull(runId, "runId");
        this.id = id;
        this.ids = requireNonNull(ids, "ids");
    }

    /** The run that was opened. */
    public String runId() {
        return runId;
    }

    /** The id of this opening; always the same once it has been asked for. */
    public String id() {
        String decided = id;
        return decided != null ? decided : decide(ids.uuid());
    }

    /** Offers the id to use from now on; false if another one has been given out already. */
    boolean adopt(String wanted) {
        return decide(wanted).equals(wanted);
    }

    private synchronized String decide(String proposal) {
        String decided = id;
        if (decided == null) {
            decided = proposal;
            id = decided;
        }
        return decided;
    }

    /**
     * The one object of {@code type} that lives and dies with this execution.
     *
     * @param create makes it the first time; runs at most once at a time and must not call back into this execution
     */
    public <T> T own(Class<T> type, Supplier<? extends T> create) {
        Object present = owned.get(type);
        if (present == null) {
            present = owned.computeIfAbsent(type, unused -> requireNonNull(create.get(), "create gave null"));
        }
        return type.cast(present);
    }

    @Override
    public String toString() {
        return "Execution[run=" + runId + ", id=" + id + "]";
    }
}
