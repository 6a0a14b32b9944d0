/** The built program, run as kubelet runs it. */
@NullMarked
package dev.podpass.dist;

import org.jspecify.annotations.NullMarked;
