/** What happens along the way, told as data to whoever listens. */
@NullMarked
package dev.podpass.log;

import org.jspecify.annotations.NullMarked;
