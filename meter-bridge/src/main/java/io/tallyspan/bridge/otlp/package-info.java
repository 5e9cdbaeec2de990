/** Reads OTLP requests: finds the usage records among the spans and checks them against the schema. */
@NullMarked
package io.tallyspan.bridge.otlp;

import org.jspecify.annotations.NullMarked;
