// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.core.protocol.CredentialProviderRequest;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.RegistryCredentialProvider;

/**
 * The state of a pull after planning, which its later stages share.
 *
 * @param settings the operator's settings
 * @param progress records facts about the pull
 * @param asked kubelet's request
 * @param route the way of its image
 * @param provider the provider of the registry
 * @param request the input of the plan
 * @param plan the planned exchange
 */
record Planned(
    PullSettings settings,
    PullProgress progress,
    CredentialProviderRequest asked,
    Route route,
    RegistryCredentialProvider provider,
    CredentialRequest request,
    ExchangePlan plan) {}
