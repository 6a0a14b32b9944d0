// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange.trust;

import dev.podpass.provider.exchange.OptionText;
import dev.podpass.provider.exchange.Preset;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.trust.ScriptTemplate;
import dev.podpass.spi.trust.TemplateTrust;
import dev.podpass.spi.trust.TrustRequest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The trust setup of a JFrog platform for a service account: an OIDC integration for the issuer,
 * and an identity mapping of the subject to a group.
 *
 * @see <a href="https://jfrog.com/help/r/jfrog-rest-apis/openid-connect">OpenID Connect in JFrog's
 *     REST APIs</a>
 */
public final class JfrogTrust extends TemplateTrust<TrustText> {
  private static final Pattern GROUP_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 _.-]{0,63}");

  static final ProviderOption<String> GROUP =
      ProviderOption.of(
              "group",
              "NAME",
              "The group of the platform whose rights the pods have.",
              text -> OptionText.matching(GROUP_NAME, text, "must be the name of a group"))
          .withDefault("readers");

  private static final ScriptTemplate SHELL =
      TrustText.plain("jfrog-head.sh", "jfrog-needs.sh", "rest.sh", "jfrog-trust.sh");
  private static final ScriptTemplate REMOVAL =
      TrustText.plain("jfrog-remove-head.sh", "jfrog-needs.sh", "rest.sh", "jfrog-remove.sh");
  private static final ScriptTemplate MODULE = TrustText.part("jfrog.tf");

  /** Creates the guide. */
  public JfrogTrust() {
    super(
        "jfrog",
        JfrogTrust::text,
        text -> text.fill(SHELL),
        text -> text.fill(REMOVAL),
        text -> text.fill(MODULE));
  }

  @Override
  public List<ProviderOption<?>> options() {
    return List.of(GROUP);
  }

  /** A script quotes it. */
  private static void requirePlain(String text) {
    if (!GROUP_NAME.matcher(text).matches()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "\"%s\" is no name of an OIDC integration or a project".formatted(text),
          "correct --exchange-fields");
    }
  }

  private static TrustText text(TrustRequest request) {
    ProviderSettings settings = request.settings();
    String integration =
        Preset.JFROG
            .field(settings, "provider_name")
            .orElseThrow(() ->
                new CredentialException(
                    Kind.CONFIGURATION,
                    "no OIDC integration is named",
                    "name one, existing or not, with --exchange-fields=provider_name=NAME"));
    Optional<String> project = Preset.JFROG.field(settings, "project_key");
    requirePlain(integration);
    project.ifPresent(JfrogTrust::requirePlain);
    return new TrustText(request, Preset.JFROG.entry().audience(settings))
        .word("PLATFORM", Preset.JFROG.server(settings, request.images().getFirst().registry()))
        .part("INTEGRATION", integration)
        .part("GROUP", settings.get(GROUP))
        .part("PROJECT", project.orElse(""))
        .part("ANY", "*@*")
        .part(
            "PROJECT_ARGUMENT",
            project.map(key -> "  project_key   = \"" + key + "\"\n").orElse(""));
  }
}
