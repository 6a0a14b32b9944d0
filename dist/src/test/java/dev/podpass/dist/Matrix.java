// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests of many rows that differ in what is read, not in how. All of them run over the executable;
 * over the jar, {@link JarRows} do.
 */
@Target(TYPE)
@Retention(RUNTIME)
@ExtendWith(MatrixRows.class)
@interface Matrix {}
