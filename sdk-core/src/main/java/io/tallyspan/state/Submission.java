package io.tallyspan.state;

import io.tallyspan.attribution.Attribution;

/** That somebody submitted a background response, and when. */
record Submission(String responseId, long epochSecond, Attribution submitter) {}
