package io.tallyspan.call;

import io.tallyspan.http.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What a client says on the wire about its own retries: the Stainless SDKs (openai-java, anthropic-java) count them,
 * the AWS SDK counts attempts under one invocation id, azure-core keeps one request id over all attempts.
 *
 * @param numbered whether the client numbers its attempts at all
 * @param retry whether it says that this is not the first attempt
 * @param group what all attempts of one call share, or null
 */
record RetryMarker(
        boolean numbered, boolean retry, @Nullable String group) {

    static final RetryMarker NONE = new RetryMarker(false, false, null);

    static RetryMarker of(Headers request) {
        String stainless = request.first("X-Stainless-Retry-Count");
        if (stainless != null) {
            return new RetryMarker(true, isPositive(stainless), null);
        }
        String aws = request.first("amz-sdk-request");
        if (aws != null) {
            return new RetryMarker(true, awsAttempt(aws) > 1, request.first("amz-sdk-invocation-id"));
        }
        String azure = request.first("x-ms-client-request-id");
        return azure == null ? NONE : new RetryMarker(true, false, azure);
    }

    /** Whether this attempt follows one that carried {@code earlier}, by the client's own word. */
    boolean follows(RetryMarker earlier) {
        return group == null ? retry && earlier.group == null : group.equals(earlier.group);
    }

    /** Digits only, few enough for an int, and not all of them 0. */
    private static boolean isPositive(String number) {
        boolean positive = false;
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            positive |= c != '0';
        }
        return positive && number.length() < 10;
    }

    private static int awsAttempt(String header) {
        for (String part : header.split(";", 4)) {
            String[] pair = part.strip().split("=", 2);
            if (pair.length == 2 && pair[0].equals("attempt") && isPositive(pair[1])) {
                return Integer.parseInt(pair[1]);
            }
        }
        return 1;
    }
}
