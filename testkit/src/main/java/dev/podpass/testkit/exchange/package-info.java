/**
 * Registries that exchange the tokens of pods themselves: Quay, JFrog Artifactory, Chainguard,
 * Cloudsmith, and a service that speaks each form of exchange.
 */
@NullMarked
package dev.podpass.testkit.exchange;

import org.jspecify.annotations.NullMarked;
