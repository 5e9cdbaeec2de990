package io.tallyspan.bridge.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * Where a data directory keeps its ledger, and how connections to it are opened. The schema is versioned by
 * {@code user_version}; version n is made by running the scripts {@code schema-1.sql} to {@code schema-n.sql}, which
 * never change once released.
 */
public final class LedgerFile {

    private static final String NAME = "ledger.sqlite";
    private static final int SCHEMA_VERSION = 1;
    private static final int BUSY_MILLIS = 10_000;
    private static final long PAGE_BYTES = 8192;
    private static final int JOURNAL_BYTES = 64 << 20;

    private LedgerFile() {}

    /** The ledger's file in a data directory. */
    public static Path in(Path dataDirectory) {
        return dataDirectory.resolve(NAME);
    }

    /**
     * Opens the ledger for the one process that writes it; makes or upgrades it first where necessary.
     *
     * @param maxBytes the size beyond which the ledger refuses to grow; 0 for none
     * @throws SQLException if the file cannot be opened, or was written by a later release
     */
    static Connection openForWriting(Path dataDirectory, long maxBytes) throws SQLException {
        create(in(dataDirectory));
        SQLiteConfig config = new SQLiteConfig();
        config.setPageSize((int) PAGE_BYTES);
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setJournalSizeLimit(JOURNAL_BYTES);
        config.enforceForeignKeys(true);
        if (maxBytes > 0) {
            config.setMaxPageCount((int) Math.min(Integer.MAX_VALUE, Math.max(1, maxBytes / PAGE_BYTES)));
        }
        Connection connection = config.createConnection(url(dataDirectory));
        try {
            connection.setAutoCommit(false);
            migrate(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Opens the ledger for reading, beside whoever writes it.
     *
     * @throws SQLException if there is no readable ledger of a version that this release knows
     */
    public static Connection openForReading(Path dataDirectory) throws SQLException {
        if (!Files.isRegularFile(in(dataDirectory))) {
            throw new SQLException("there is no ledger in " + dataDirectory);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        Connection connection = config.createConnection(url(dataDirectory));
        try {
            int version = version(connection);
            if (version != SCHEMA_VERSION) {
                throw new SQLException("the ledger in " + dataDirectory + " has version " + version
                        + " and this release reads version " + SCHEMA_VERSION
                        + (version < SCHEMA_VERSION ? ": run `serve` once to upgrade it" : ": use a newer release"));
            }
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Makes the file readable for its owner only; SQLite's own files beside it take after it. */
    private static void create(Path file) throws SQLException {
        try {
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (FileAlreadyExistsException e) {
            // made before, with the rights that its owner wants
        } catch (IOException e) {
            throw new SQLException("cannot make " + file, e);
        }
    }

    private static String url(Path dataDirectory) {
        return "jdbc:sqlite:" + in(dataDirectory).toAbsolutePath();
    }

    private static void migrate(Connection connection) throws SQLException {
        int version = version(connection);
        if (version > SCHEMA_VERSION) {
            throw new SQLException("the ledger has version " + version + " and this release writes version "
                    + SCHEMA_VERSION + ": use a newer release");
        }
        try (Statement statement = connection.createStatement()) {
            for (int next = version + 1; next <= SCHEMA_VERSION; next++) {
                for (String sql : script(next).split(";", -1)) {
                    statement.executeUpdate(sql);
                }
                statement.executeUpdate("PRAGMA user_version = " + next);
                connection.commit();
            }
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.getInt(1);
        }
    }

    private static String script(int version) throws SQLException {
        String name = "schema-" + version + ".sql";
        try (InputStream in = Objects.requireNonNull(LedgerFile.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new SQLException("cannot read " + name, e);
        }
    }
}
