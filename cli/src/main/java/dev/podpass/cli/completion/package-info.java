/** Shell completions and manual pages. */
@NullMarked
package dev.podpass.cli.completion;

import org.jspecify.annotations.NullMarked;
