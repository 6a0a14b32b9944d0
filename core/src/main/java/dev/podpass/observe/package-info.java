/** Observability of pulls: audit log and metrics file. */
@NullMarked
package dev.podpass.observe;

import org.jspecify.annotations.NullMarked;
