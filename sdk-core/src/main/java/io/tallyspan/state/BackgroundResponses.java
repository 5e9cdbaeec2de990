package io.tallyspan.state;

import static java.util.Objects.requireNonNull;

import io.tallyspan.attribution.Attribution;
import io.tallyspan.runtime.Guard;
import io.tallyspan.runtime.TimeSource;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who submitted a background response, for whoever fetches it: perhaps days later, after a restart, or in another
 * process with the same state directory. Kept for thirty days. Safe for use by several threads.
 *
 * <p>A submission is known to this process at once and written by the directory's thread a moment later. It then
 * survives the process, {@code kill -9} included; it is not forced to the medium, so a machine that loses power may
 * forget it, and the response is attributed to its fetcher.
 */
public final class BackgroundResponses implements StateDirectory.Adopter {

    private static final long KEPT_SECONDS = Duration.ofDays(30).toSeconds();
    private static final int MAX_IN_MEMORY = 10_000;
    private static final int MAX_ID_LENGTH = 256;
    private static final String PLACE = "state.background";

    private final StateDirectory directory;
    private final TimeSource time;
    private final Guard guard;
    private final @Nullable BackgroundLog log;
    private final Map<String, Submission> recent = new LinkedHashMap<>();

    /** A store in that directory; in memory where the directory is. */
    public BackgroundResponses(StateDirectory directory, TimeSource time, Guard guard) {
        this.directory = requireNonNull(directory, "directory");
        this.time = requireNonNull(time, "time");
        this.guard = requireNonNull(guard, "guard");
        Path folder = directory.folder();
        log = folder == null ? null : new BackgroundLog(folder);
    }

    /**
     * Remembers who submitted a response. Does not block and does not throw. The first submission of an id stands: a
     * second one is an answer from a cache.
     */
    public void submitted(String responseId, Attribution submitter) {
        if (responseId.isEmpty() || responseId.length() > MAX_ID_LENGTH) {
            return;
        }
        Submission submission = new Submission(responseId, now(), submitter);
        if (!remember(submission) || log == null) {
            return;
        }
        BackgroundLog target = log;
        inBackground(() -> target.append(List.of(submission), now() - KEPT_SECONDS));
    }

    /** Who submitted it, or null if that is not known. Reads files: not for an event loop. Does not throw. */
    public @Nullable Attribution submitter(String responseId) {
        Attribution known = inMemory(responseId);
        return known != null || log == null
                ? known
                : guard.ask(PLACE, () -> Optional.ofNullable(onDisk(responseId)), Optional::<Attribution>empty)
                        .orElse(null);
    }

    /** As {@link #submitter}, without blocking: completed already where this process knows the answer. */
    public CompletableFuture<Optional<Attribution>> lookUp(String responseId) {
        Attribution known = inMemory(responseId);
        if (known != null || log == null) {
            return CompletableFuture.completedFuture(Optional.ofNullable(known));
        }
        CompletableFuture<Optional<Attribution>> answer = new CompletableFuture<>();
        boolean accepted = inBackground(() -> answer.complete(Optional.ofNullable(submitter(responseId))));
        if (!accepted) {
            answer.complete(Optional.empty());
        }
        return answer;
    }

    @Override
    public void adopt(Path folder) throws IOException {
        BackgroundLog abandoned = new BackgroundLog(folder);
        if (log != null) {
            long expired = now() - KEPT_SECONDS;
            List<Submission> live = new ArrayList<>();
            abandoned.forEach(submission -> {
                if (submission.epochSecond() > expired) {
                    live.add(submission);
                }
                return true;
            });
            log.append(live, expired);
            abandoned.delete();
        }
    }

    private boolean remember(Submission submission) {
        synchronized (recent) {
            if (recent.putIfAbsent(submission.responseId(), submission) != null) {
                return false;
            }
            if (recent.size() > MAX_IN_MEMORY) {
                recent.remove(recent.keySet().iterator().next());
            }
            return true;
        }
    }

    private @Nullable Attribution inMemory(String responseId) {
        synchronized (recent) {
            Submission submission = recent.get(responseId);
            if (submission != null && submission.epochSecond() <= now() - KEPT_SECONDS) {
                recent.remove(responseId);
                return null;
            }
            return submission == null ? null : submission.submitter();
        }
    }

    /**
     * Whoever takes a folder over copies first and deletes then: if one vanishes under the search, the copy is there.
     */
    private @Nullable Attribution onDisk(String responseId) throws IOException {
        for (int tries = 0; tries < 3; tries++) {
            Search search = new Search(responseId, now() - KEPT_SECONDS);
            List<Path> folders = new ArrayList<>(directory.siblings());
            Path own = directory.folder();
            if (own != null) {
                folders.add(own);
            }
            boolean complete = true;
            for (Path folder : folders) {
                try {
                    new BackgroundLog(folder).forEach(search);
                } catch (NoSuchFileException e) {
                    complete = false;
                }
            }
            if (search.found != null) {
                remember(search.found);
                return search.found.submitter();
            }
            if (complete) {
                return null;
            }
        }
        return null;
    }

    private boolean inBackground(Guard.Action action) {
        try {
            directory.executor().execute(() -> guard.run(PLACE, action));
            return true;
        } catch (RejectedExecutionException e) {
            guard.swallow(PLACE, e);
            return false;
        }
    }

    private long now() {
        return TimeUnit.NANOSECONDS.toSeconds(time.epochNanos());
    }

    private static final class Search implements BackgroundLog.Visitor {

        private final String responseId;
        private final long expired;
        private @Nullable Submission found;

        Search(String responseId, long expired) {
            this.responseId = responseId;
            this.expired = expired;
        }

        @Override
        public boolean visit(Submission submission) {
            boolean matches = submission.responseId().equals(responseId) && submission.epochSecond() > expired;
            if (matches && (found == null || submission.epochSecond() < found.epochSecond())) {
                found = submission;
            }
            return true;
        }
    }
}
