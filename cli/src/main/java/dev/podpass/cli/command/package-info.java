/** The process: arguments, environment, streams, exit codes. Nothing else touches them. */
@NullMarked
package dev.podpass.cli.command;

import org.jspecify.annotations.NullMarked;
