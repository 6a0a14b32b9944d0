/** Flags, options and their values: read once, from the command line and from variables. */
@NullMarked
package dev.podpass.settings;

import org.jspecify.annotations.NullMarked;
