/** The questions that every HTTP integration answers about its library's requests and responses. */
@NullMarked
package io.tallyspan.http;

import org.jspecify.annotations.NullMarked;
