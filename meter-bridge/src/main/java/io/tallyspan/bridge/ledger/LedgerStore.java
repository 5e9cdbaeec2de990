package io.tallyspan.bridge.ledger;

import io.tallyspan.bridge.ledger.Entry.Spender;
import io.tallyspan.runtime.TimeSource;
import io.tallyspan.usage.Quality;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's one writing connection. After an exception it must be closed and opened again: what was not committed is
 * gone then. Not safe for use by several threads.
 */
final class LedgerStore implements AutoCloseable {

    private static final String CONFLICT = "conflict";
    private static final String SUPERSEDED = "superseded";

    private final TimeSource time;
    private final Connection connection;
    private final ResourceTable resources;
    private final PreparedStatement insert;
    private final PreparedStatement find;
    private final PreparedStatement countDuplicate;
    private final PreparedStatement fillIn;
    private final PreparedStatement replace;
    private final PreparedStatement findAside;
    private final PreparedStatement putAside;
    private final PreparedStatement moveAside;
    private final PreparedStatement countConflict;
    private final PreparedStatement insertDeadLetter;

    private LedgerStore(Connection connection, TimeSource time) throws SQLException {
        this.connection = connection;
        this.time = time;
        resources = new ResourceTable(connection);
        insert = connection.prepareStatement(UsageColumns.insert());
        find = connection.prepareStatement("SELECT id, billing, quality, customer, feature, step, step_path, end_user"
                + " FROM usage WHERE key = ?");
        countDuplicate = connection.prepareStatement("UPDATE usage SET duplicates = duplicates + 1 WHERE id = ?");
        fillIn = connection.prepareStatement("UPDATE usage SET duplicates = duplicates + 1, customer = ?, feature = ?,"
                + " step = ?, step_path = ?, end_user = ? WHERE id = ?");
        replace = connection.prepareStatement(UsageColumns.replace());
        findAside = connection.prepareStatement("SELECT 1 FROM set_aside WHERE key = ? AND trace_id = ?"
                + " AND span_id = ? AND billing = ? AND quality = ?");
        putAside = connection.prepareStatement("INSERT INTO set_aside (key, reason, trace_id, span_id, billing,"
                + " quality, start_nanos, end_nanos, received_millis, resource, attributes)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        moveAside = connection.prepareStatement("INSERT INTO set_aside (key, reason, trace_id, span_id, billing,"
                + " quality, start_nanos, end_nanos, received_millis, resource, attributes)"
                + " SELECT key, ?, trace_id, span_id, billing, quality, start_nanos, end_nanos, received_millis,"
                + " resource, attributes FROM usage WHERE id = ?");
        countConflict = connection.prepareStatement("UPDATE usage SET conflicts = conflicts + 1 WHERE id = ?");
        insertDeadLetter = connection.prepareStatement("INSERT INTO dead_letter (received_millis, reason, digest,"
                + " resource, span) VALUES (?, ?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING");
    }

    /** Opens the ledger of a data directory; see {@link LedgerFile#openForWriting}. */
    static LedgerStore open(Path dataDirectory, long maxBytes, TimeSource time) throws SQLException {
        Connection connection = LedgerFile.openForWriting(dataDirectory, maxBytes);
        try {
            return new LedgerStore(connection, time);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Commits all batches in one synced transaction, or throws and commits nothing; one answer for each batch. */
    List<Committed> commit(List<Batch> batches) throws SQLException {
        long now = TimeUnit.NANOSECONDS.toMillis(time.epochNanos());
        List<Committed> answers = new ArrayList<>(batches.size());
        for (Batch batch : batches) {
            answers.add(write(batch, now));
        }
        connection.commit();
        return answers;
    }

    /** Takes back what a failed {@link #commit} had written, so that the connection can be used again. */
    void rollback() throws SQLException {
        resources.forget();
        connection.rollback();
    }

    private Committed write(Batch batch, long now) throws SQLException {
        int added = 0;
        int duplicates = 0;
        int superseding = 0;
        int conflicts = 0;
        for (Entry entry : batch.entries()) {
            Verdict verdict = write(entry, now);
            if (verdict == null) {
                added++;
            } else {
                switch (verdict) {
                    case DUPLICATE -> duplicates++;
                    case SUPERSEDES -> superseding++;
                    case CONFLICT -> conflicts++;
                }
            }
        }
        for (DeadLetter letter : batch.deadLetters()) {
            write(letter, now);
        }
        return new Committed(
                added, duplicates, superseding, conflicts, batch.deadLetters().size());
    }

    /** Writes one entry; null if it is the first of its key. */
    private @Nullable Verdict write(Entry entry, long now) throws SQLException {
        long resource = resources.idOf(entry.resource());
        int next = UsageColumns.bind(insert, entry);
        insert.setLong(next, resource);
        insert.setLong(next + 1, now);
        if (insert.executeUpdate() == 1) {
            return null;
        }
        Held held = find(entry.key());
        String digest = entry.billing().digest();
        Verdict verdict = Verdict.on(
                held.digest(), held.quality(), digest, entry.billing().quality());
        if (verdict == Verdict.CONFLICT && isAside(entry)) {
            verdict = Verdict.DUPLICATE;
            run(countDuplicate, held.id());
        } else {
            switch (verdict) {
                case DUPLICATE -> duplicate(held, entry);
                case SUPERSEDES -> supersede(held, entry, resource);
                case CONFLICT -> conflict(held, entry, resource, now);
            }
        }
        return verdict;
    }

    private Held find(String key) throws SQLException {
        find.setString(1, key);
        try (ResultSet row = find.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the ledger refused a record that it does not hold: " + key);
            }
            return new Held(
                    row.getLong(1),
                    row.getString(2),
                    Quality.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7),
                    row.getString(8));
        }
    }

    private void duplicate(Held held, Entry entry) throws SQLException {
        Spender filled = held.filledFrom(entry.spender());
        if (!held.differsFrom(filled)) {
            run(countDuplicate, held.id());
            return;
        }
        fillIn.setString(1, filled.customer());
        fillIn.setString(2, filled.feature());
        fillIn.setString(3, filled.step());
        fillIn.setString(4, filled.stepPath());
        fillIn.setString(5, filled.user());
        fillIn.setLong(6, held.id());
        fillIn.executeUpdate();
    }

    private void supersede(Held held, Entry entry, long resource) throws SQLException {
        moveAside.setString(1, SUPERSEDED);
        moveAside.setLong(2, held.id());
        moveAside.executeUpdate();
        int next = UsageColumns.bind(replace, entry.withSpender(held.filling(entry.spender())));
        replace.setLong(next, resource);
        replace.setInt(next + 1, held.digest().equals(entry.billing().digest()) ? 1 : 0);
        replace.setLong(next + 2, held.id());
        replace.executeUpdate();
    }

    /** Whether a record that lost against the one in the ledger has come again: a redelivery, and no new conflict. */
    private boolean isAside(Entry entry) throws SQLException {
        findAside.setString(1, entry.key());
        findAside.setString(2, entry.span().traceId());
        findAside.setString(3, entry.span().spanId());
        findAside.setString(4, entry.billing().digest());
        findAside.setString(5, entry.billing().quality().wireName());
        try (ResultSet row = findAside.executeQuery()) {
            return row.next();
        }
    }

    private void conflict(Held held, Entry entry, long resource, long now) throws SQLException {
        putAside.setString(1, entry.key());
        putAside.setString(2, CONFLICT);
        putAside.setString(3, entry.span().traceId());
        putAside.setString(4, entry.span().spanId());
        putAside.setString(5, entry.billing().digest());
        putAside.setString(6, entry.billing().quality().wireName());
        putAside.setLong(7, entry.span().startNanos());
        putAside.setLong(8, entry.span().endNanos());
        putAside.setLong(9, now);
        putAside.setLong(10, resource);
        putAside.setString(11, entry.attributes());
        putAside.executeUpdate();
        run(countConflict, held.id());
    }

    private void write(DeadLetter letter, long now) throws SQLException {
        byte[] resource = letter.resource().toByteArray();
        byte[] span = letter.span().toByteArray();
        insertDeadLetter.setLong(1, now);
        insertDeadLetter.setString(2, letter.reason());
        insertDeadLetter.setString(3, sha256(resource, span));
        insertDeadLetter.setBytes(4, resource);
        insertDeadLetter.setBytes(5, span);
        insertDeadLetter.executeUpdate();
    }

    private static String sha256(byte[] first, byte[] second) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(first);
            return HexFormat.of().formatHex(digest.digest(second));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void run(PreparedStatement statement, long id) throws SQLException {
        statement.setLong(1, id);
        statement.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
