/** Spring Boot's part: everything of {@code io.tallyspan.spring}, where what it needs is there. */
@NullMarked
package io.tallyspan.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
