// SPDX-License-Identifier: Apache-2.0
/** Where the methods lie in the native executable. */
@NullMarked
package dev.podpass.imagebuilder.layout;

import org.jspecify.annotations.NullMarked;
