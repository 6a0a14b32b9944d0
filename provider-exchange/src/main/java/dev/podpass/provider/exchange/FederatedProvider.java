// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.Entry;
import dev.podpass.spi.Hosts;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.image.RegistryHost;

/**
 * What the providers of this package have in common: registries that the operator names, one
 * audience, and no identity of the node.
 */
abstract class FederatedProvider implements RegistryCredentialProvider {
  private final EntryOptions entry;

  FederatedProvider(EntryOptions entry) {
    this.entry = entry;
  }

  @Override
  public final String id() {
    return entry.id();
  }

  @Override
  public final Hosts hosts(ProviderSettings settings) {
    return entry.hosts(settings);
  }

  @Override
  public final boolean ownsAudience(String audience, ProviderSettings settings) {
    return entry.owns(audience);
  }

  /** A service's own registry has public images beside its customers'. */
  @Override
  public final boolean mayBePublic(RegistryHost host) {
    return entry.owns(host.name());
  }

  final String audience(ProviderSettings settings) {
    return entry.audience(settings);
  }

  @Override
  public Entry entry(ProviderSettings settings) {
    return Entry.of(hosts(settings), audience(settings));
  }
}
