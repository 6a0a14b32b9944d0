/** Secrets that never print their value, and redaction of external text. */
@NullMarked
package dev.podpass.spi.secret;

import org.jspecify.annotations.NullMarked;
