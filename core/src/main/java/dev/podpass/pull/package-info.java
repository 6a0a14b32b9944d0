/** The one use case: a request becomes an answer, in an order that never changes. */
@NullMarked
package dev.podpass.pull;

import org.jspecify.annotations.NullMarked;
