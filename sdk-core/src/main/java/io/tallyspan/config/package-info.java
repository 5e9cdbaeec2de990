/** Configuration: one table of settings, read from code, system properties, the environment and a file. */
@NullMarked
package io.tallyspan.config;

import org.jspecify.annotations.NullMarked;
