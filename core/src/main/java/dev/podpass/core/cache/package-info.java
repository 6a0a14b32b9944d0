/** The lifetime of answers, and the node cache that the pulls of a node share. */
@NullMarked
package dev.podpass.core.cache;

import org.jspecify.annotations.NullMarked;
