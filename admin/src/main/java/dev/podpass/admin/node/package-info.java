/**
 * Checks of a node's files: kubelet's flags, its credential providers, their executables. No
 * network.
 */
@NullMarked
package dev.podpass.admin.node;

import org.jspecify.annotations.NullMarked;
