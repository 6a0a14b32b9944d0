// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.failure.CredentialException;
import dev.podpass.image.RegistryHost;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Credentials for one kind of registry.
 *
 * <p>There are three outcomes: a credential, <em>not mine</em> ({@link #serves} says no), and a
 * {@link CredentialException}. A failure is never an empty answer, and never another identity.
 *
 * <p>Two providers of one id, or two that serve the same host, are refused when podpass starts or
 * meets that host; the message names both classes.
 */
public interface RegistryCredentialProvider {
  /** A short name in lower case: the prefix of its options, and the value of {@code --provider}. */
  String id();

  /**
   * File names of plugins that podpass may stand in for. Called by one of them, or as {@code
   * podpass-ID}, it uses this provider only.
   */
  default Set<String> pluginNames() {
    return Set.of();
  }

  /** What an operator can set; each becomes a flag and a variable. */
  List<ProviderOption<?>> options();

  /**
   * What kubelet's configuration has to say for this provider, with these settings.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if it needs one that is not set
   */
  KubeletProfile kubelet(ProviderSettings settings);

  /** Whether this registry is one of its own: exact, cheap, without touching an SDK. */
  boolean serves(RegistryHost host, ProviderSettings settings);

  /** How its cloud is told to trust a service account, if it can say. */
  default Optional<TrustGuide> trust() {
    return Optional.empty();
  }

  /**
   * Decides everything that can be decided before the token leaves its box: as whom, where, for
   * what. Pure: no network, no clock, no SDK.
   *
   * @throws CredentialException if no identity may be used
   */
  ExchangePlan plan(CredentialRequest request, ProviderSettings settings);
}
