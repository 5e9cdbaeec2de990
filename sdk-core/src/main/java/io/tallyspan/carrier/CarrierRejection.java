package io.tallyspan.carrier;

import java.io.Serial;

/** Carries a reason out of the parser; has no stack trace, for anybody on the network can cause it. */
final class CarrierRejection extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final CarrierVerification.Reason reason;

    CarrierRejection(CarrierVerification.Reason reason) {
        super(reason.label(), null, false, false);
        this.reason = reason;
    }

    CarrierVerification.Reason reason() {
        return reason;
    }
}
