/** Texts that people write and read: YAML and JSON with line numbers, files, durations. */
@NullMarked
package dev.podpass.admin.text;

import org.jspecify.annotations.NullMarked;
