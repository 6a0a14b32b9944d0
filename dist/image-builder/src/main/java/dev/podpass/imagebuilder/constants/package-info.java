// SPDX-License-Identifier: Apache-2.0
/** What the native executable must not bring with it from the machine that builds it. */
@NullMarked
package dev.podpass.imagebuilder.constants;

import org.jspecify.annotations.NullMarked;
