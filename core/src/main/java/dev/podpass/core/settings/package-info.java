/** Plugin settings: read once from command line and environment, as typed values. */
@NullMarked
package dev.podpass.core.settings;

import org.jspecify.annotations.NullMarked;
