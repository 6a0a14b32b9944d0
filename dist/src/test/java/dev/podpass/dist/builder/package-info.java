// SPDX-License-Identifier: Apache-2.0
/** What the features of the image builder share. */
@NullMarked
package dev.podpass.dist.builder;

import org.jspecify.annotations.NullMarked;
