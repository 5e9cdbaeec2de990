/** Observes {@link java.net.http.HttpClient}, on every JDK from 17 on. */
@NullMarked
package io.tallyspan.jdkhttp;

import org.jspecify.annotations.NullMarked;
