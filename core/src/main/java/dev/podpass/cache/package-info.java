/** How long an answer may be kept. */
@NullMarked
package dev.podpass.cache;

import org.jspecify.annotations.NullMarked;
