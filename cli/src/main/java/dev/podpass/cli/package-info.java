/** The program's entry points, and the choice of the command. */
@NullMarked
package dev.podpass.cli;

import org.jspecify.annotations.NullMarked;
