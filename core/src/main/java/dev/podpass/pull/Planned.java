// SPDX-License-Identifier: Apache-2.0
package dev.podpass.pull;

import dev.podpass.protocol.CredentialProviderRequest;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.RegistryCredentialProvider;

/**
 * What is decided about a request.
 *
 * @param settings what the operator has decided
 * @param progress is given what is known of the request on the way
 * @param asked as kubelet sent it
 * @param provider the one that serves the registry
 * @param request what the plan was made from
 * @param plan the exchange
 */
record Planned(
    PullSettings settings,
    PullProgress progress,
    CredentialProviderRequest asked,
    RegistryCredentialProvider provider,
    CredentialRequest request,
    ExchangePlan plan) {}
