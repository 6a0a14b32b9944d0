/** The commands for operators. None is loaded while a pull is answered. */
@NullMarked
package dev.podpass.cli.command;

import org.jspecify.annotations.NullMarked;
