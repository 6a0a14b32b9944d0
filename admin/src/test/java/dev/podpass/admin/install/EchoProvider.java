// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.ServedRegistry;
import dev.podpass.spi.image.RegistryHost;
import java.util.List;
import java.util.Optional;

/** A provider that is only ever put into configurations. */
final class EchoProvider implements RegistryCredentialProvider {
  static final KubeletProfile PROFILE =
      KubeletProfile.of(List.of("registry.example.com"), "echo-audience");

  @Override
  public String id() {
    return "echo";
  }

  @Override
  public List<ProviderOption<?>> options() {
    return List.of();
  }

  @Override
  public KubeletProfile kubelet(ProviderSettings settings) {
    return PROFILE;
  }

  @Override
  public Optional<ServedRegistry> serve(RegistryHost host, ProviderSettings settings) {
    return Optional.empty();
  }
}
