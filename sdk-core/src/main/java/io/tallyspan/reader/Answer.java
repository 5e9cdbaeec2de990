package io.tallyspan.reader;

import static java.util.Objects.requireNonNull;

import io.tallyspan.usage.StatedCharge;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageLine;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an answer has said so far, or finally.
 *
 * @param usage the counts, normalised; sums over the lines where there are any. Figures that the provider marks as
 *     provisional are not in it
 * @param lines the billing lines, where there are several
 * @param usageFinal whether the usage is final. Before that (a stream between its start and its last usage) counts may
 *     still grow
 * @param terminated whether the answer reached its own end: the JSON document closed, the stream's last event came
 * @param responseId the response's id as its body gives it
 * @param responseModel the model that answered
 * @param serviceTier the tier that was used
 * @param priceDimensions what else decides the price: {@code speed}, {@code inference_geo}, ...
 * @param charge what the provider says it charges
 * @param errorType the provider's type of an error in the body, whatever the status; null if there was none
 * @param responseStatus the status that the body gives a stored or background response, such as {@code queued}
 * @param background whether the body says that it is a background response
 * @param unreadable whether the bytes were not what the format promises
 */
public record Answer(
        Usage usage,
        List<UsageLine> lines,
        boolean usageFinal,
        boolean terminated,
        @Nullable String responseId,
        @Nullable String responseModel,
        @Nullable String serviceTier,
        Map<String, String> priceDimensions,
        @Nullable StatedCharge charge,
        @Nullable String errorType,
        @Nullable String responseStatus,
        boolean background,
        boolean unreadable) {

    /** An answer of which nothing was read. */
    public static final Answer NOTHING = builder().build();

    /** Checks the arguments and copies the collections. */
    public Answer {
        requireNonNull(usage, "usage");
        lines = List.copyOf(lines);
        priceDimensions = Map.copyOf(priceDimensions);
    }

    /** A builder of an answer that has said nothing. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with what this answer says. */
    public Builder toBuilder() {
        Builder builder = builder()
                .usage(usage, usageFinal)
                .lines(lines)
                .terminated(terminated)
                .responseId(responseId)
                .responseModel(responseModel)
                .serviceTier(serviceTier)
                .charge(charge)
                .errorType(errorType)
                .responseStatus(responseStatus)
                .background(background);
        priceDimensions.forEach(builder::priceDimension);
        return builder;
    }

    /** The same answer with what the framing knows. */
    Answer framed(boolean hasTerminated, boolean isUnreadable) {
        return hasTerminated == terminated && isUnreadable == unreadable
                ? this
                : new Answer(
                        usage,
                        lines,
                        usageFinal,
                        hasTerminated,
                        responseId,
                        responseModel,
                        serviceTier,
                        priceDimensions,
                        charge,
                        errorType,
                        responseStatus,
                        background,
                        isUnreadable);
    }

    /** Collects what an answer has said. Not safe for use by several threads. */
    public static final class Builder {

        private Usage usage = Usage.UNKNOWN;
        private List<UsageLine> lines = List.of();
        private boolean usageFinal;
        private boolean terminated;
        private @Nullable String responseId;
        private @Nullable String responseModel;
        private @Nullable String serviceTier;
        private @Nullable Map<String, String> priceDimensions;
        private @Nullable StatedCharge charge;
        private @Nullable String errorType;
        private @Nullable String responseStatus;
        private boolean background;

        private Builder() {}

        /** Sets {@link Answer#usage()} and {@link Answer#usageFinal()}. */
        public Builder usage(Usage counts, boolean isFinal) {
            this.usage = requireNonNull(counts, "counts");
            this.usageFinal = isFinal;
            return this;
        }

        /** Sets {@link Answer#lines()}. */
        public Builder lines(List<UsageLine> billingLines) {
            this.lines = billingLines;
            return this;
        }

        /** Sets {@link Answer#terminated()}. */
        public Builder terminated(boolean hasTerminated) {
            this.terminated = hasTerminated;
            return this;
        }

        /** Sets {@link Answer#responseId()}. */
        public Builder responseId(@Nullable String id) {
            this.responseId = id;
            return this;
        }

        /** Sets {@link Answer#responseModel()}. */
        public Builder responseModel(@Nullable String model) {
            this.responseModel = model;
            return this;
        }

        /** Sets {@link Answer#serviceTier()}. */
        public Builder serviceTier(@Nullable String tier) {
            this.serviceTier = tier;
            return this;
        }

        /** Adds one of the {@link Answer#priceDimensions()}; a null value adds nothing. */
        public Builder priceDimension(String name, @Nullable String value) {
            if (value != null) {
                if (priceDimensions == null) {
                    priceDimensions = new TreeMap<>();
                }
                priceDimensions.put(name, value);
            }
            return this;
        }

        /** Sets {@link Answer#charge()}. */
        public Builder charge(@Nullable StatedCharge stated) {
            this.charge = stated;
            return this;
        }

        /** Sets {@link Answer#errorType()}. */
        public Builder errorType(@Nullable String type) {
            this.errorType = type;
            return this;
        }

        /** Sets {@link Answer#responseStatus()}. */
        public Builder responseStatus(@Nullable String status) {
            this.responseStatus = status;
            return this;
        }

        /** Sets {@link Answer#background()}. */
        public Builder background(boolean isBackground) {
            this.background = isBackground;
            return this;
        }

        /** The answer. */
        public Answer build() {
            return new Answer(
                    usage,
                    lines,
                    usageFinal,
                    terminated,
                    responseId,
                    responseModel,
                    serviceTier,
                    priceDimensions == null ? Map.of() : priceDimensions,
                    charge,
                    errorType,
                    responseStatus,
                    background,
                    false);
        }
    }
}
