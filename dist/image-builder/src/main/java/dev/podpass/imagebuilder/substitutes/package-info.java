// SPDX-License-Identifier: Apache-2.0
/**
 * Substitutes code of GraalVM, of the JDK and of SDKs in the native executable. Without {@code
 * SdkWsTrust} and {@code SdkServiceMetadata} 6,600 more methods are reachable, 9 %.
 */
@NullMarked
package dev.podpass.imagebuilder.substitutes;

import org.jspecify.annotations.NullMarked;
