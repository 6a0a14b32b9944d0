// SPDX-License-Identifier: Apache-2.0
/** Where methods and objects lie in the native executable, equal texts once. */
@NullMarked
package dev.podpass.imagebuilder.layout;

import org.jspecify.annotations.NullMarked;
