package io.tallyspan.bridge.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Resources by number: a process sends one resource with thousands of records. Not safe for use by several threads. */
final class ResourceTable {

    private static final int REMEMBERED = 256;

    private final Map<String, Long> ids = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final PreparedStatement find;
    private final PreparedStatement insert;

    ResourceTable(Connection connection) throws SQLException {
        find = connection.prepareStatement("SELECT id FROM resource WHERE attributes = ?");
        insert = connection.prepareStatement("INSERT INTO resource (attributes) VALUES (?) RETURNING id");
    }

    /** The number of a resource, given to it now if it has none. */
    long idOf(String attributes) throws SQLException {
        Long known = ids.get(attributes);
        if (known != null) {
            return known;
        }
        Long id = ask(find, attributes);
        if (id == null) {
            id = ask(insert, attributes);
        }
        if (id == null) {
            throw new SQLException("a resource was inserted and got no number");
        }
        ids.put(attributes, id);
        return id;
    }

    /** Forgets numbers that a rollback may have taken back. */
    void forget() {
        ids.clear();
    }

    private static @Nullable Long ask(PreparedStatement statement, String attributes) throws SQLException {
        statement.setString(1, attributes);
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : null;
        }
    }
}
