/** The process: its streams, environment, age, and how it ends. */
@NullMarked
package dev.podpass.cli.process;

import org.jspecify.annotations.NullMarked;
