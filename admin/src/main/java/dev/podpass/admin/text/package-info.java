/** Text formats: YAML and JSON with line numbers, small files, durations. */
@NullMarked
package dev.podpass.admin.text;

import org.jspecify.annotations.NullMarked;
