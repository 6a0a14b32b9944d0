/** Shows the built program at work on the fake clouds. */
@NullMarked
package dev.podpass.testkit.demo;

import org.jspecify.annotations.NullMarked;
