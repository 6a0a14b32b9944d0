// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.vault.trust;

import dev.podpass.provider.vault.VaultOptions;
import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.trust.ModuleCall;
import dev.podpass.spi.trust.Trust;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import dev.podpass.spi.trust.TrustScripts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The trust setup of OpenBao and Vault for a whole cluster: one role for all service accounts, and
 * one policy whose paths contain namespace and service account of the token.
 *
 * @see <a href="https://openbao.org/docs/concepts/policies/#templated-policies">templated
 *     policies</a>
 */
public final class VaultTrust implements TrustGuide {
  private static final TrustScripts SCRIPTS = TrustScripts.beside(VaultTrust.class, "", "bao.sh");

  @Override
  public String provider() {
    return VaultOptions.ID;
  }

  @Override
  public Map<String, IdentityOptions<?>> identities() {
    return Map.of("role", VaultOptions.IDENTITY);
  }

  @Override
  public Trust trust(TrustRequest request) {
    ProviderSettings settings = request.settings();
    String role =
        request
            .named(VaultOptions.IDENTITY)
            .orElseThrow(() -> TrustRequest.refused("no role is set", "set --vault-role"));
    List<String> paths = paths(settings);
    Map<String, String> values = new LinkedHashMap<>();
    values.put("address", settings.require(provider(), VaultOptions.URL).value().toString());
    values.put("vault_namespace", settings.findValue(VaultOptions.NAMESPACE).orElse(""));
    values.put("mount", settings.get(VaultOptions.MOUNT));
    values.put("role", role);
    values.put("audience", VaultOptions.audience(settings));
    values.put("paths", String.join(" ", paths));
    values.put("token_ttl", "60s");
    values.put("keys", "");
    values.put("shared", "");
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("issuer", request.issuer());
    arguments.put("audience", values.get("audience"));
    arguments.put("role", role);
    arguments.put("paths", paths);
    ModuleCall.add(arguments, "mount", values.get("mount"), "jwt");
    ModuleCall.add(arguments, "namespace", values.get("vault_namespace"), "");
    return new Trust(
        request,
        "the role " + role + ", with all service accounts of the cluster",
        values,
        SCRIPTS,
        Optional.of(new ModuleCall(provider(), arguments)));
  }

  /** The secret's path for each registry; a shell takes parentheses in a text, and no braces. */
  private static List<String> paths(ProviderSettings settings) {
    String template = settings.require(VaultOptions.ID, VaultOptions.SECRET).value().toString();
    return settings.require(VaultOptions.ID, VaultOptions.REGISTRY).value().stream()
        .map(registry -> template.replace("{registry}", registry.toString()))
        .map(path -> path.replace('{', '(').replace('}', ')'))
        .distinct()
        .toList();
  }
}
