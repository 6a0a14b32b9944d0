// SPDX-License-Identifier: Apache-2.0
package dev.podpass.pull;

import dev.podpass.image.RegistryHost;
import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import java.util.Map;

/**
 * The providers in use, and what is set for each.
 *
 * @param providers those in use
 * @param settings of each provider, by its id
 * @param perPod whether pods of one service account do not share answers
 */
public record ConfiguredProviders(
    Providers providers, Map<String, ProviderSettings> settings, boolean perPod) {

  /** Keeps its own copy of the settings. */
  public ConfiguredProviders {
    settings = Map.copyOf(settings);
  }

  /** The one that serves a host; see {@link Providers#serving}. */
  public RegistryCredentialProvider serving(RegistryHost host) {
    return providers.serving(host, this::settings);
  }

  /** What is set for one of them. */
  public ProviderSettings settings(RegistryCredentialProvider provider) {
    ProviderSettings set = settings.get(provider.id());
    if (set == null) {
      throw new IllegalArgumentException("no settings for provider " + provider.id());
    }
    return set;
  }

  /** What kubelet's configuration has to say for one of them. */
  public KubeletProfile kubelet(RegistryCredentialProvider provider) {
    KubeletProfile profile = provider.kubelet(settings(provider));
    return perPod ? profile.perPod() : profile;
  }
}
