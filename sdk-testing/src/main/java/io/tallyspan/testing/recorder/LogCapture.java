package io.tallyspan.testing.recorder;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Everything that Tallyspan logs while this is open, whatever the level: so that a test sees which throwable the guard
 * kept back, and that no content is ever logged. Safe for use by several threads.
 */
public final class LogCapture implements AutoCloseable {

    private final Logger logger = Logger.getLogger("io.tallyspan");
    private final @Nullable Level levelBefore = logger.getLevel();
    private final boolean parentsBefore = logger.getUseParentHandlers();
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** Begins to listen. */
    public LogCapture() {
        handler.setLevel(Level.ALL);
        logger.setLevel(Level.ALL);
        // What a test provokes belongs into its assertions, not onto the console.
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    /** What was logged so far; a copy. */
    public List<LogRecord> records() {
        return List.copyOf(records);
    }

    /** Messages, parameters and throwables with their causes, as one text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (LogRecord record : records) {
            text.append(record.getLevel()).append(' ').append(record.getMessage());
            Object[] parameters = record.getParameters();
            if (parameters != null) {
                text.append(' ').append(List.of(parameters));
            }
            for (Throwable t = record.getThrown(); t != null; t = t.getCause()) {
                text.append(' ').append(t);
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** The throwables that were logged. */
    List<Throwable> throwables() {
        return records.stream()
                .map(LogRecord::getThrown)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(parentsBefore);
        logger.setLevel(levelBefore);
    }
}
