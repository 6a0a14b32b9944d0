// SPDX-License-Identifier: Apache-2.0
package dev.podpass.pull;

import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.RegistryCredentialProvider;

/**
 * What would be done for a request.
 *
 * @param request what was asked
 * @param provider the provider that serves the registry
 * @param plan as whom, where, for what
 */
public record Explanation(
    CredentialRequest request, RegistryCredentialProvider provider, ExchangePlan plan) {}
