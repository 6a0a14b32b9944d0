// SPDX-License-Identifier: Apache-2.0
/** Code that the features of the image builder share. */
@NullMarked
package dev.podpass.imagebuilder;

import org.jspecify.annotations.NullMarked;
