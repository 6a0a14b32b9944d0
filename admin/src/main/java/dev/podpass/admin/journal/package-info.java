/** A change of a node's files: recorded before it is made, completed or undone afterwards. */
@NullMarked
package dev.podpass.admin.journal;

import org.jspecify.annotations.NullMarked;
