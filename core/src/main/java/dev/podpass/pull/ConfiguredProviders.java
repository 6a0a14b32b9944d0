// SPDX-License-Identifier: Apache-2.0
package dev.podpass.pull;

import dev.podpass.image.RegistryHost;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import java.util.Map;

/**
 * The active providers with their settings.
 *
 * @param providers the active providers
 * @param settings of each provider, by its id
 * @param perPod whether pods of one service account are kept apart
 */
public record ConfiguredProviders(
    Providers providers, Map<String, ProviderSettings> settings, boolean perPod) {

  public ConfiguredProviders {
    settings = Map.copyOf(settings);
  }

  /** The provider of a host; see {@link Providers#serving}. */
  public RegistryCredentialProvider serving(RegistryHost host) {
    return providers.serving(host, this::settings);
  }

  /** The settings of a provider. */
  public ProviderSettings settings(RegistryCredentialProvider provider) {
    ProviderSettings set = settings.get(provider.id());
    if (set == null) {
      throw new IllegalArgumentException("no settings for provider " + provider.id());
    }
    return set;
  }

  /** The fields of kubelet's configuration for a provider. */
  public KubeletProfile kubelet(RegistryCredentialProvider provider) {
    return shared(provider.kubelet(settings(provider)));
  }

  /** The same for the registry of one request, and for the audience of its token. */
  public KubeletProfile kubelet(CredentialRequest request, RegistryCredentialProvider provider) {
    return shared(provider.kubelet(request, settings(provider)));
  }

  private KubeletProfile shared(KubeletProfile profile) {
    return perPod ? profile.perPod() : profile;
  }
}
