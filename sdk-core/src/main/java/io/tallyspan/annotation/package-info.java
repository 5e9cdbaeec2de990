/** The annotations that set attribution, and the one interpreter of their meaning that every integration shares. */
@NullMarked
package io.tallyspan.annotation;

import org.jspecify.annotations.NullMarked;
