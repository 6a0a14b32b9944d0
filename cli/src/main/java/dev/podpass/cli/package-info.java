/** The program: what is started, and which command runs. */
@NullMarked
package dev.podpass.cli;

import org.jspecify.annotations.NullMarked;
