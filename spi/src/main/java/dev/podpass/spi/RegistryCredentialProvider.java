// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.failure.CredentialException;
import dev.podpass.image.RegistryHost;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A credential provider for one kind of registry. The package's documentation has lifecycle,
 * threads, outcomes and stability.
 *
 * <p>Two providers of one id are refused when podpass starts, two that serve the same host when it
 * is asked for that host; the message names both classes.
 *
 * @since 0.1
 */
public interface RegistryCredentialProvider {
  /**
   * A short name of lower-case letters and digits: the prefix of its options, and the value of
   * {@code --provider}.
   */
  String id();

  /**
   * File names of plugins that podpass may stand in for. Called by one of them, or as {@code
   * podpass-ID}, it uses this provider only.
   */
  default Set<String> pluginNames() {
    return Set.of();
  }

  /**
   * What an operator can set; each becomes a flag, a variable and a line of {@code --help}. Their
   * texts are parsed once, before {@link #serves}.
   */
  List<ProviderOption<?>> options();

  /**
   * What kubelet's configuration has to say for this provider, with these settings.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if it needs one that is not set
   */
  KubeletProfile kubelet(ProviderSettings settings);

  /**
   * Whether the provider serves this registry: an exact match of the whole host and port. Cheap,
   * and without loading an SDK's class, for it is called for every provider.
   */
  boolean serves(RegistryHost host, ProviderSettings settings);

  /** How to make its cloud trust a service account, for {@code podpass trust}; empty if unknown. */
  default Optional<TrustGuide> trust() {
    return Optional.empty();
  }

  /**
   * Decides as whom, where and for what the token is to be exchanged. Pure: no token, no file, no
   * network, no clock, no SDK's class; equal arguments make plans of equal descriptions.
   *
   * @throws CredentialException if no identity may be used
   */
  ExchangePlan plan(CredentialRequest request, ProviderSettings settings);
}
