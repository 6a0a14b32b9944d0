/** Clients in pods: Docker's protocol of credential helpers. */
@NullMarked
package dev.podpass.cli.docker;

import org.jspecify.annotations.NullMarked;
