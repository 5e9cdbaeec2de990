/** Whatever bytes come, readers throw nothing, end, and do not care how the bytes are cut into pieces. */
@NullMarked
package io.tallyspan.fuzz;

import org.jspecify.annotations.NullMarked;
