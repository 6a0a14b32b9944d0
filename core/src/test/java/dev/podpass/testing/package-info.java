/** What the tests of every provider need. */
@NullMarked
package dev.podpass.testing;

import org.jspecify.annotations.NullMarked;
