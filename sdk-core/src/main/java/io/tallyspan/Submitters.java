package io.tallyspan;

import io.tallyspan.attribution.Attribution;
import io.tallyspan.call.SubmitterStore;
import io.tallyspan.state.BackgroundResponses;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Submitters of background responses, as the state directory keeps them. */
record Submitters(BackgroundResponses responses) implements SubmitterStore {

    @Override
    public void submitted(String responseId, Attribution submitter) {
        responses.submitted(responseId, submitter);
    }

    @Override
    public CompletionStage<Optional<Attribution>> submitter(String responseId) {
        return responses.lookUp(responseId);
    }
}
