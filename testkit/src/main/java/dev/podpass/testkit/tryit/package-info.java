// SPDX-License-Identifier: Apache-2.0
/** The page {@code docs/try-it.md} as a script, and the clouds' tools that it calls. */
@NullMarked
package dev.podpass.testkit.tryit;

import org.jspecify.annotations.NullMarked;
