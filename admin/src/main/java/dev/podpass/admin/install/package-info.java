/** Puts podpass onto a node, keeps it there, and removes it: one pass at a time. */
@NullMarked
package dev.podpass.admin.install;

import org.jspecify.annotations.NullMarked;
