package io.tallyspan;

import io.tallyspan.attribution.Attribution;
import io.tallyspan.call.SubmitterStore;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** temp. */
final class ProcessSubmitters implements SubmitterStore {
    private final ConcurrentHashMap<String, Attribution> byId = new ConcurrentHashMap<>();

    @Override
    public void submitted(String responseId, Attribution submitter) {
        byId.put(responseId, submitter);
    }

    @Override
    public @Nullable Attribution submitter(String responseId) {
        return byId.get(responseId);
    }
}
