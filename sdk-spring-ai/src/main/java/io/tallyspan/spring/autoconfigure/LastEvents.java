package io.tallyspan.spring.autoconfigure;

import io.tallyspan.usage.UsageListener;
import io.tallyspan.usage.UsageRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last attempts, newest first. Safe for use by several threads. */
final class LastEvents implements UsageListener {

    private static final int KEPT = 50;

    private final Deque<UsageRecord> records = new ArrayDeque<>();

    @Override
    public void onUsage(UsageRecord record) {
        synchronized (records) {
            records.addFirst(record);
            if (records.size() > KEPT) {
                records.removeLast();
            }
        }
    }

    List<UsageRecord> records() {
        synchronized (records) {
            return List.copyOf(records);
        }
    }
}
