/**
 * The OTLP/HTTP receiver: bounds what comes in and answers so that a sender keeps exactly what is not yet committed.
 */
@NullMarked
package io.tallyspan.bridge.http;

import org.jspecify.annotations.NullMarked;
