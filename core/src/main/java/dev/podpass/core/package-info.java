/** The engine of podpass as a library. */
@NullMarked
package dev.podpass.core;

import org.jspecify.annotations.NullMarked;
