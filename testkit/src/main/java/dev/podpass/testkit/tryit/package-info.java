// SPDX-License-Identifier: Apache-2.0
/**
 * The page {@code docs/try-it.md} as a script, the shell that runs it, and the clouds' tools that
 * it calls.
 */
@NullMarked
package dev.podpass.testkit.tryit;

import org.jspecify.annotations.NullMarked;
