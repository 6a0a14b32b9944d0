/** Flags of the plugin and of the commands, and the picocli model of the command line. */
@NullMarked
package dev.podpass.cli.options;

import org.jspecify.annotations.NullMarked;
