/** How long an answer may be kept, and the answers that the pulls of a node share. */
@NullMarked
package dev.podpass.cache;

import org.jspecify.annotations.NullMarked;
