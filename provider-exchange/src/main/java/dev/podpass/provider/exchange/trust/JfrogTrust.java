// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange.trust;

import dev.podpass.provider.exchange.OptionText;
import dev.podpass.provider.exchange.Preset;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.trust.ModuleCall;
import dev.podpass.spi.trust.Trust;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import dev.podpass.spi.trust.TrustScripts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The trust setup of a JFrog platform for a service account: an OIDC integration for the issuer,
 * and an identity mapping of the subject to a group.
 *
 * @see <a href="https://jfrog.com/help/r/jfrog-rest-apis/openid-connect">OpenID Connect in JFrog's
 *     REST APIs</a>
 */
public final class JfrogTrust implements TrustGuide {
  private static final Pattern GROUP_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 _.-]{0,63}");

  static final ProviderOption<String> GROUP =
      ProviderOption.of(
              "group",
              "NAME",
              "The group of the platform whose rights the pods have.",
              text -> OptionText.matching(GROUP_NAME, text, "must be the name of a group"))
          .withDefault("readers");

  private static final TrustScripts SCRIPTS =
      TrustScripts.beside(JfrogTrust.class, "jfrog-", "rest.sh", "jfrog.sh");

  @Override
  public String provider() {
    return "jfrog";
  }

  @Override
  public List<ProviderOption<?>> options() {
    return List.of(GROUP);
  }

  @Override
  public Trust trust(TrustRequest request) {
    ProviderSettings settings = request.settings();
    String integration =
        Preset.JFROG
            .field(settings, "provider_name")
            .orElseThrow(() ->
                new CredentialException(
                    Kind.CONFIGURATION,
                    "no OIDC integration is named",
                    "name one, existing or not, with --exchange-fields=provider_name=NAME"));
    String project = Preset.JFROG.field(settings, "project_key").orElse("");
    String platform = Preset.JFROG.server(settings, request.images().getFirst().registry());
    Map<String, String> values = new LinkedHashMap<>();
    values.put("audience", Preset.JFROG.entry().audience(settings));
    values.put("integration", integration);
    values.put("group", settings.get(GROUP));
    values.put("project", project);
    Map<String, Object> arguments = new LinkedHashMap<>(values);
    arguments.put("issuer", request.issuer());
    arguments.put("service_accounts", Map.of(request.account(), request.resource()));
    values.put("service", platform + "/access/api/v1");
    values.put("mapping", request.resource());
    return new Trust(
        request,
        "the group " + settings.get(GROUP),
        values,
        SCRIPTS,
        Optional.of(new ModuleCall("jfrog", arguments)));
  }
}
