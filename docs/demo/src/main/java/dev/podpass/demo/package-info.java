/**
 * Shows the built program at work on the fake clouds; reads the page {@code docs/try-it.md} as a
 * script, and plays the tools of the clouds that it calls.
 */
@NullMarked
package dev.podpass.demo;

import org.jspecify.annotations.NullMarked;
