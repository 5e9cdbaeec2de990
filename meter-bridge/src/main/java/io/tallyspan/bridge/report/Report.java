package io.tallyspan.bridge.report;

import static java.util.Objects.requireNonNull;

import io.tallyspan.bridge.ledger.LedgerFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What the ledger answered. Immutable.
 *
 * @param by the dimensions, in the order of the columns
 * @param rows the groups, sorted by dimension; one for each currency where a group has several
 * @param deadLetters how many usage records of any time lie in the dead letters, and so in no row
 */
public record Report(List<String> by, List<ReportRow> rows, long deadLetters) {

    /** Copies the lists. */
    public Report {
        by = List.copyOf(by);
        rows = List.copyOf(rows);
    }

    /**
     * Asks the ledger of a data directory, from this or another process, while a bridge writes to it or while none
     * does.
     *
     * @throws IOException if there is no ledger, or it cannot be read
     */
    public static Report of(Path dataDirectory, ReportQuery query) throws IOException {
        requireNonNull(query, "query");
        try (Connection connection = LedgerFile.openForReading(dataDirectory)) {
            return new GroupBy(connection, query).report();
        } catch (SQLException e) {
            throw new IOException("cannot read the ledger in " + dataDirectory + ": " + e.getMessage(), e);
        }
    }
}
