/** Structured logging: events with fields, and their format as lines. */
@NullMarked
package dev.podpass.core.log;

import org.jspecify.annotations.NullMarked;
