/** What a command for operators is, and what it is given. Not loaded while a pull is answered. */
@NullMarked
package dev.podpass.cli.command;

import org.jspecify.annotations.NullMarked;
