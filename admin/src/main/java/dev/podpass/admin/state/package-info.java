// SPDX-License-Identifier: Apache-2.0
/** What podpass remembers of a node: its manifest, copies of replaced texts, and failures. */
@NullMarked
package dev.podpass.admin.state;

import org.jspecify.annotations.NullMarked;
