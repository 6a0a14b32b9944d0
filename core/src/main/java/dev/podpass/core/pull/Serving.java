// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.ServedRegistry;

/** The provider that serves a registry, and what it made of the registry's host. */
public record Serving(RegistryCredentialProvider provider, ServedRegistry registry) {}
