/** Where everything starts: {@link io.tallyspan.Tallyspan}, built once for an application. */
@NullMarked
package io.tallyspan;

import org.jspecify.annotations.NullMarked;
