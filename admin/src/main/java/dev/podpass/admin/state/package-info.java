// SPDX-License-Identifier: Apache-2.0
/** The recorded state of a node: its manifest, copies of replaced texts, and failures. */
@NullMarked
package dev.podpass.admin.state;

import org.jspecify.annotations.NullMarked;
