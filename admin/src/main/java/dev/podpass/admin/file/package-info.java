/** Files of a node: replaced durably, and paths to them that only root can change. */
@NullMarked
package dev.podpass.admin.file;

import org.jspecify.annotations.NullMarked;
