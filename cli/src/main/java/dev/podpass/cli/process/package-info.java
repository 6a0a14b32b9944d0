/** The process: its streams, environment, age, and end. */
@NullMarked
package dev.podpass.cli.process;

import org.jspecify.annotations.NullMarked;
