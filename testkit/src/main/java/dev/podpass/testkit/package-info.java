/** The fakes put together: clouds, issuer, proxy and record, to be started by a test or by hand. */
@NullMarked
package dev.podpass.testkit;

import org.jspecify.annotations.NullMarked;
