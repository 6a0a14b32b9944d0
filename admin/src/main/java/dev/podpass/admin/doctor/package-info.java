/** All checks of a node, in the order in which kubelet uses the things that they check. */
@NullMarked
package dev.podpass.admin.doctor;

import org.jspecify.annotations.NullMarked;
