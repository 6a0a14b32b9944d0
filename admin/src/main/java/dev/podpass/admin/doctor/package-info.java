/** All checks of a node, in the order in which kubelet comes to what they are about. */
@NullMarked
package dev.podpass.admin.doctor;

import org.jspecify.annotations.NullMarked;
