// SPDX-License-Identifier: Apache-2.0
/** What the native executable contains: leaves out what nothing uses, and lists the rest. */
@NullMarked
package dev.podpass.imagebuilder.contents;

import org.jspecify.annotations.NullMarked;
