/** Observability of pulls: audit log and metrics file. */
@NullMarked
package dev.podpass.core.observe;

import org.jspecify.annotations.NullMarked;
