/**
 * From usage record to OTLP: usage spans, the bounded queue and the sender, apart from the application's own telemetry.
 */
@NullMarked
package io.tallyspan.export;

import org.jspecify.annotations.NullMarked;
