/** Failures: their kind, message, hint, and whether others can share them. */
@NullMarked
package dev.podpass.spi.failure;

import org.jspecify.annotations.NullMarked;
