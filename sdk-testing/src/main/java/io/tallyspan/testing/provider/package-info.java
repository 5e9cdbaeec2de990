/** A model provider for tests: a real HTTP server that speaks the providers' dialects and keeps books. */
@NullMarked
package io.tallyspan.testing.provider;

import org.jspecify.annotations.NullMarked;
