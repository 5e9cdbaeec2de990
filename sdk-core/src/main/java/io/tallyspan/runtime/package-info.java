/** What every other package leans on: the guard, the counters, the sources of time and of random ids. */
@NullMarked
package io.tallyspan.runtime;

import org.jspecify.annotations.NullMarked;
