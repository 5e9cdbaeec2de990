/** An agent that says who spends by scopes in its code, without annotations. */
@NullMarked
package io.tallyspan.examples.plainscopes;

import org.jspecify.annotations.NullMarked;
