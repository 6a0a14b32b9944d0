/** What the fakes hand out and must never be seen again: fresh secrets, and the list of them. */
@NullMarked
package dev.podpass.testkit.secrets;

import org.jspecify.annotations.NullMarked;
