package io.tallyspan.bridge;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Times on the command line. */
final class Times {

    private Times() {}

    /**
     * The time that an option gives: with an offset, or a date for its midnight in UTC.
     *
     * @throws IllegalArgumentException if it is none; the message names the option
     */
    static Instant parse(String option, String text) {
        try {
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "--" + option + " is neither a time such as 2026-11-22T09:30:00Z nor a date such as 2026-11-22"
                            + " (its midnight in UTC): \"" + text + "\"",
                    e);
        }
    }
}
