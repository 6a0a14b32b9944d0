/** What the tests of every provider need. */
@NullMarked
package dev.podpass.core.testing;

import org.jspecify.annotations.NullMarked;
