package io.tallyspan.bridge.report;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.Function;

/** {@code decimal_sum(x)}: the exact sum of decimals in text, and of doubles as they print. SQLite adds up doubles. */
final class DecimalSum extends Function.Aggregate {

    private static final String NAME = "decimal_sum";

    private BigDecimal sum = BigDecimal.ZERO;

    static void register(Connection connection) throws SQLException {
        Function.create(connection, NAME, new DecimalSum());
    }

    @Override
    protected void xStep() throws SQLException {
        String text = value_text(0);
        if (text != null) {
            sum = sum.add(new BigDecimal(text));
        }
    }

    @Override
    protected void xFinal() throws SQLException {
        result(sum.toPlainString());
    }

    @Override
    public Object clone() throws CloneNotSupportedException {
        return super.clone();
    }
}
