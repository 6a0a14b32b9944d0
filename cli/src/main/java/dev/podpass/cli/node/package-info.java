/** The commands that change or check a node. Not loaded while a pull is answered. */
@NullMarked
package dev.podpass.cli.node;

import org.jspecify.annotations.NullMarked;
