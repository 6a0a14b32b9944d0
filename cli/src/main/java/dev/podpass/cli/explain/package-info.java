/** The commands that show a pull, its token and its cache. Not loaded while a pull is answered. */
@NullMarked
package dev.podpass.cli.explain;

import org.jspecify.annotations.NullMarked;
