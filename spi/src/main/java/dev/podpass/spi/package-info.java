/**
 * The contract between podpass and a registry's cloud.
 *
 * <p>A provider is a class with a public constructor that implements {@link
 * dev.podpass.spi.RegistryCredentialProvider} and is named in {@code
 * META-INF/services/dev.podpass.spi.RegistryCredentialProvider} of its jar. It first
 * <em>plans</em>, without the token and without a network; then the plan is <em>exchanged</em>.
 */
@NullMarked
package dev.podpass.spi;

import org.jspecify.annotations.NullMarked;
