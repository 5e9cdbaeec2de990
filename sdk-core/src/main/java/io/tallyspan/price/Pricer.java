package io.tallyspan.price;

/** Prices usage. Implementations are safe for use by several threads, do no input or output and never throw. */
public interface Pricer {

    /** A pricer that knows no price: only what providers state is a cost. */
    Pricer NONE = Priced::stated;

    /** What {@code billable} costs. */
    Priced price(Billable billable);
}
