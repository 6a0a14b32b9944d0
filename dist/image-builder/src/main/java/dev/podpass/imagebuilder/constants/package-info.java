// SPDX-License-Identifier: Apache-2.0
/** Checks that the native executable has nothing of the machine that builds it. */
@NullMarked
package dev.podpass.imagebuilder.constants;

import org.jspecify.annotations.NullMarked;
