/**
 * Who spends: customer, feature, run, step and tags, held in the OpenTelemetry context, and the scopes that set them.
 */
@NullMarked
package io.tallyspan.attribution;

import org.jspecify.annotations.NullMarked;
