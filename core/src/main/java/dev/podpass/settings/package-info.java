/** Plugin settings: read once from command line and environment, as typed values. */
@NullMarked
package dev.podpass.settings;

import org.jspecify.annotations.NullMarked;
