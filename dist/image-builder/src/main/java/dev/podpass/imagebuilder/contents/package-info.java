// SPDX-License-Identifier: Apache-2.0
/** Which libraries and modules of the JDK the native executable really contains. */
@NullMarked
package dev.podpass.imagebuilder.contents;

import org.jspecify.annotations.NullMarked;
