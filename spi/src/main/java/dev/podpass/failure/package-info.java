/** What went wrong, of which kind, and what an operator can do about it. */
@NullMarked
package dev.podpass.failure;

import org.jspecify.annotations.NullMarked;
