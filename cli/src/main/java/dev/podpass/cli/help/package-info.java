/** Help, completions and the version. Not loaded while a pull is answered. */
@NullMarked
package dev.podpass.cli.help;

import org.jspecify.annotations.NullMarked;
