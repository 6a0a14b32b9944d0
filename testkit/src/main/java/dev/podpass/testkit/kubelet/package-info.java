/** What kubelet does to an image credential provider plugin: asks, waits, judges, and matches. */
@NullMarked
package dev.podpass.testkit.kubelet;

import org.jspecify.annotations.NullMarked;
