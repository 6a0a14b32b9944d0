/** Strict JSON parsing: one document, no repeated names, limited size and depth. */
@NullMarked
package dev.podpass.spi.json;

import org.jspecify.annotations.NullMarked;
