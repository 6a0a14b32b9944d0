/** Values that never print themselves, and text made safe to print. */
@NullMarked
package dev.podpass.secret;

import org.jspecify.annotations.NullMarked;
