/** What a check says, and what checks are given by the process. */
@NullMarked
package dev.podpass.admin.check;

import org.jspecify.annotations.NullMarked;
