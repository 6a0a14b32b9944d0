// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr.trust;

import dev.podpass.spi.trust.ScriptTemplate;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The Terraform module of {@link AcrTrust}. */
final class AcrTrustModule {
  private static final Pattern GUID =
      Pattern.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

  private static final ScriptTemplate IDENTITY = AcrTrustScript.part("trust.tf");
  private static final ScriptTemplate REGISTRY = AcrTrustScript.part("registry.tf");
  private static final ScriptTemplate ROLE_BY_NAME = AcrTrustScript.part("role-by-name.tf");
  private static final ScriptTemplate ROLE_BY_ID = AcrTrustScript.part("role-by-id.tf");

  private AcrTrustModule() {}

  static String of(AcrGrant grant) {
    Map<String, String> words = grant.words();
    AzurermVersion azurerm = grant.request().settings().get(AcrTrustOptions.AZURERM);
    Map<String, String> parts = new HashMap<>();
    parts.put("IMAGES", grant.request().imageLines());
    parts.put("GROUP", grant.text(AcrTrustOptions.RESOURCE_GROUP, ""));
    parts.put("AZURERM", azurerm.constraint());
    parts.put("CREDENTIAL_ARGUMENTS", azurerm.credential().fill(words));
    parts.put(
        "REGISTRY_ARGUMENTS",
        grant.registries().stream()
            .map(name ->
                "#     registry_id_%s = azurerm_container_registry.%s.id".formatted(name, name))
            .collect(Collectors.joining("\n")));
    StringBuilder module = new StringBuilder(IDENTITY.fill(words, parts));
    grant.registries().forEach(name -> module.append(role(grant, name)));
    return module.toString();
  }

  private static String role(AcrGrant grant, String registry) {
    String role = grant.role().isEmpty() ? "AcrPull" : grant.role();
    ScriptTemplate assignment = GUID.matcher(role).matches() ? ROLE_BY_ID : ROLE_BY_NAME;
    Map<String, String> words = grant.words();
    words.put("REGISTRY_NAME", registry);
    return REGISTRY.then(assignment).fill(words, Map.of("ROLE", role));
  }
}
