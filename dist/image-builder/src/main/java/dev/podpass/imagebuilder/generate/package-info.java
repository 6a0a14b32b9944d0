// SPDX-License-Identifier: Apache-2.0
/** Manual pages and completions, made of the same model as the program's help. */
@NullMarked
package dev.podpass.imagebuilder.generate;

import org.jspecify.annotations.NullMarked;
