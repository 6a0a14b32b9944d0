/** JSON read strictly: one document, no repeated names, bounded in size and depth. */
@NullMarked
package dev.podpass.json;

import org.jspecify.annotations.NullMarked;
