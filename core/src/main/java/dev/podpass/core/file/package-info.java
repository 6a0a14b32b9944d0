/** Safe file access: atomic replacement, locks, and checks of paths, owners and modes. */
@NullMarked
package dev.podpass.core.file;

import org.jspecify.annotations.NullMarked;
