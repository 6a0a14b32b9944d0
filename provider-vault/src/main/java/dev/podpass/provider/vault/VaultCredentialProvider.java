// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.vault;

import dev.podpass.spi.Entry;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.Hosts;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.image.RegistryHost;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The credential provider for registries that federate with nobody: the pod's token logs in to
 * OpenBao or Vault, its policy decides, and a secret there is the registry's user and password.
 *
 * @see <a href="https://openbao.org/api-docs/auth/jwt/">the JWT auth method</a>
 */
public final class VaultCredentialProvider implements RegistryCredentialProvider {
  /** Registries that also serve the public. */
  private static final Set<String> PUBLIC =
      Set.of(
          "docker.io", "index.docker.io", "ghcr.io", "quay.io", "registry.gitlab.com", "cgr.dev");

  @Override
  public String id() {
    return VaultOptions.ID;
  }

  @Override
  public List<ProviderOption<?>> options() {
    return VaultOptions.ALL;
  }

  @Override
  public Hosts hosts(ProviderSettings settings) {
    return Hosts.named(settings.require(id(), VaultOptions.REGISTRY).value());
  }

  @Override
  public Entry entry(ProviderSettings settings) {
    return Entry.of(hosts(settings), VaultOptions.audience(settings))
        .withAnnotations(settings.findValue(VaultOptions.ROLE_ANNOTATION).orElse(List.of()));
  }

  @Override
  public Optional<Exchange> exchange(Pod pod, ProviderSettings settings) {
    return VaultOptions.IDENTITY
        .find(pod, settings)
        .map(role -> VaultPlan.of(pod, settings, role).exchange(pod));
  }

  @Override
  public String howToName(Pod pod, ProviderSettings settings) {
    return "set --vault-role";
  }

  /** A token for the server is for nobody else. */
  @Override
  public boolean ownsAudience(String audience, ProviderSettings settings) {
    return settings
        .findValue(VaultOptions.URL)
        .filter(server ->
            List.of(server.getHost(), server.getAuthority())
                .contains(audience.replaceFirst("^https://", "")))
        .isPresent();
  }

  @Override
  public boolean mayBePublic(RegistryHost host) {
    return PUBLIC.contains(host.toString());
  }
}
