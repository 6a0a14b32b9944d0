/** The command of kubelet: answers one pull. */
@NullMarked
package dev.podpass.cli.pull;

import org.jspecify.annotations.NullMarked;
