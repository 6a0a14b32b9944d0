// SPDX-License-Identifier: Apache-2.0
/** Code of GraalVM, of the JDK and of SDKs that the native executable has otherwise, or not. */
@NullMarked
package dev.podpass.imagebuilder.substitutes;

import org.jspecify.annotations.NullMarked;
