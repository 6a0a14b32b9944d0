/** Options as text and as typed values. */
@NullMarked
package dev.podpass.cli.options;

import org.jspecify.annotations.NullMarked;
