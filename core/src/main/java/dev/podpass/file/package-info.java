/** Files that are read and replaced as a whole, without following links. */
@NullMarked
package dev.podpass.file;

import org.jspecify.annotations.NullMarked;
