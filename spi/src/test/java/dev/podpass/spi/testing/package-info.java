/** What tests of providers share. */
@NullMarked
package dev.podpass.spi.testing;

import org.jspecify.annotations.NullMarked;
