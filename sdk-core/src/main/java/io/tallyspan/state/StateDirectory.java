package io.tallyspan.state;

import static java.util.Objects.requireNonNull;

import io.tallyspan.runtime.Guard;
import io.tallyspan.runtime.IdSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The directory in which instances of Tallyspan keep what must survive them. Each instance, of which one JVM can hold
 * several, writes a folder of its own, {@code <base>/<its id>/}, under the lock {@code <base>/<its id>.lock}, and takes
 * over the folders of instances that are gone. Safe for use by several threads.
 *
 * <p>A base directory that is missing is made, for its owner only (0700); one that exists is used as it is, links
 * followed, for a mounted volume has the owner and the mode that it has. Folders are 0700 and files 0600 in either
 * case, and only folders that belong to the same user, and that nobody else may write, are read or taken over.
 *
 * <p>Nothing here is to run on an application's thread: {@link #executor()} has one of its own for it.
 */
public final class StateDirectory implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger("io.tallyspan");

    private final @Nullable Folder own;
    private final StateThread thread;
    private final Guard guard;

    private StateDirectory(@Nullable Folder own, Guard guard) {
        this.own = own;
        this.guard = guard;
        this.thread = new StateThread(guard);
    }

    /**
     * Makes this instance's folder. Never throws for what the file system refuses: the directory is then one in memory,
     * and one warning names the path and the cause.
     */
    public static StateDirectory open(Path base, IdSource ids, Guard guard) {
        requireNonNull(base, "base");
        Folder own;
        try {
            own = Folder.create(base, ids.uuid());
        } catch (IOException | UnsupportedOperationException e) {
            LOGGER.log(
                    Level.WARNING,
                    e,
                    () -> "Tallyspan cannot keep state in " + base.toAbsolutePath()
                            + ": it stays in memory and is lost with this process."
                            + " Set tallyspan.state-dir to a directory that this user may write");
            own = null;
        }
        return new StateDirectory(own, guard);
    }

    /** No directory: stores keep what they have in bounded memory. */
    public static StateDirectory inMemory(Guard guard) {
        return new StateDirectory(null, guard);
    }

    /** This instance's own folder, or null where there is none and state stays in memory. */
    public @Nullable Path folder() {
        return own == null ? null : own.path();
    }

    /**
     * The other folders of the base directory that may be read, whether or not an instance still writes them. They can
     * vanish at any time: what was in them is then in another one.
     */
    public List<Path> siblings() {
        return own == null ? List.of() : own.siblings();
    }

    /** Where stores do their reading and writing: one thread, in the order of submission, bounded. Never blocks. */
    public Executor executor() {
        return thread;
    }

    /** Takes over what an instance that is gone has left behind. */
    @FunctionalInterface
    public interface Adopter {

        /**
         * Takes its own files out of {@code folder}: copies what must be kept, then deletes them. Files that it does
         * not know it leaves alone; the folder is deleted only once it is empty. Called on the executor's thread.
         */
        void adopt(Path folder) throws IOException;
    }

    /**
     * Looks, on the executor's thread, for siblings that nobody locks, and offers each to all of {@code adopters}. To
     * be called at start, once all stores are there, and again by whoever runs for long.
     */
    public void adoptAbandoned(List<? extends Adopter> adopters) {
        Folder folder = own;
        if (folder != null) {
            List<Adopter> all = List.copyOf(adopters);
            thread.execute(() -> adoptNow(folder, all));
        }
    }

    private void adoptNow(Folder folder, List<Adopter> adopters) {
        List<Path> candidates = new ArrayList<>(folder.siblings());
        candidates.addAll(folder.lockedOnly());
        for (Path sibling : candidates) {
            guard.run("state.adopt", () -> {
                try (FolderLock lock = FolderLock.tryLock(sibling)) {
                    if (lock == null) {
                        return;
                    }
                    if (Files.isDirectory(sibling)) {
                        for (Adopter adopter : adopters) {
                            adopter.adopt(sibling);
                        }
                    }
                    Folder.deleteIfEmpty(sibling, lock);
                }
            });
        }
    }

    /** Whether everything that was submitted to the executor before this call is done, waiting so long for it. */
    public boolean flush(Duration timeout) {
        return thread.flush(timeout);
    }

    /**
     * Finishes what was submitted, for at most five seconds, and gives the folder up: deleted if it is empty, else for
     * the next instance to take over. Again: does nothing.
     */
    @Override
    public void close() {
        if (thread.close(Duration.ofSeconds(5)) && own != null) {
            guard.run("state.close", own::close);
        }
    }
}
