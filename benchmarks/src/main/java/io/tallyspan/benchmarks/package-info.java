/** Benchmarks with their peers in the same run, and the heap check. */
@NullMarked
package io.tallyspan.benchmarks;

import org.jspecify.annotations.NullMarked;
