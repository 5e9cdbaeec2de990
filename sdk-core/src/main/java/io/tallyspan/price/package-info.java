/** What usage costs: price books, how a model is found in them, and exact arithmetic. */
@NullMarked
package io.tallyspan.price;

import org.jspecify.annotations.NullMarked;
