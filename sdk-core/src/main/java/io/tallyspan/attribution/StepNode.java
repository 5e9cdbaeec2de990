package io.tallyspan.attribution;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One opening of a step (or of a run: the node without a name), which counts its keyless children so that each gets an
 * ordinal. Owned by the context, and so by the run. Safe for use by several threads.
 */
final class StepNode {

    private final String names;
    private final String path;
    private final @Nullable Siblings siblings;
    private final boolean replayable;
    private final Map<String, Siblings> children = new HashMap<>();

    /** A node to which no siblings refer: one with a key, or where a run or a carried path begins. */
    StepNode(String names, String path) {
        this(names, path, null, true);
    }

    private StepNode(String names, String path, @Nullable Siblings siblings, boolean replayable) {
        this.names = names;
        this.path = path;
        this.siblings = siblings;
        this.replayable = replayable;
    }

    /** The keyless children of one name: how many there have been, and how many are open. Guarded by itself. */
    private static final class Siblings {
        private long opened;
        private long open;
    }

    String names() {
        return names;
    }

    String path() {
        return path;
    }

    /** A node of the same path that counts its children from the beginning. */
    StepNode afresh() {
        return new StepNode(names, path);
    }

    /** Whether another execution of the same program gives this opening the same path. */
    boolean isReplayable() {
        return replayable;
    }

    /** Opens a child; a keyless one counts as open until {@link #close()}. */
    StepNode open(@Nullable String name, @Nullable String key) {
        String own = StepPaths.segment(name == null || name.isBlank() ? StepPaths.UNNAMED : name);
        String childNames = StepPaths.append(names, own);
        if (key != null && !key.isBlank()) {
            return new StepNode(childNames, StepPaths.append(path, own + "[" + StepPaths.key(key) + "]"));
        }
        Siblings ofName = siblingsNamed(own);
        long ordinal;
        boolean alone;
        synchronized (ofName) {
            ordinal = ++ofName.opened;
            alone = ofName.open++ == 0;
        }
        String segment = own;
        if (!alone) {
            segment += "[" + StepPaths.UNORDERED + "]";
        } else if (ordinal > 1) {
            segment += "#" + ordinal;
        }
        return new StepNode(childNames, StepPaths.append(path, segment), ofName, alone);
    }

    private Siblings siblingsNamed(String own) {
        synchronized (children) {
            return children.computeIfAbsent(own, unused -> new Siblings());
        }
    }

    /** Tells its siblings that this step is over. To be called once; without effect on a step with a key. */
    void close() {
        if (siblings != null) {
            synchronized (siblings) {
                siblings.open--;
            }
        }
    }
}
