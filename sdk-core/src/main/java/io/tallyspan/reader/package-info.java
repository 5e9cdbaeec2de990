/**
 * Reads usage out of provider traffic: which endpoint an exchange addresses and what its bytes say, in constant memory.
 */
@NullMarked
package io.tallyspan.reader;

import org.jspecify.annotations.NullMarked;
