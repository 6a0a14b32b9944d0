/** The result of a check, and the inputs of checks that come from the process. */
@NullMarked
package dev.podpass.admin.check;

import org.jspecify.annotations.NullMarked;
