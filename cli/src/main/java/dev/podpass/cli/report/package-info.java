/** The output of commands, as text for people and as JSON. */
@NullMarked
package dev.podpass.cli.report;

import org.jspecify.annotations.NullMarked;
