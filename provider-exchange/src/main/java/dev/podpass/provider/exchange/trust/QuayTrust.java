// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange.trust;

import dev.podpass.provider.exchange.ExchangeOptions;
import dev.podpass.provider.exchange.Preset;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.ScriptTemplate;
import dev.podpass.spi.trust.TemplateTrust;
import dev.podpass.spi.trust.TrustRequest;
import java.util.List;

/**
 * The trust setup of Quay for a service account: a robot account whose federation has the subject,
 * and the permission to read each repository, by Quay's API.
 *
 * @see <a href="https://docs.projectquay.io/api_quay.html">Quay's API</a>
 */
public final class QuayTrust extends TemplateTrust<TrustText> {
  private static final ScriptTemplate SHELL =
      TrustText.annotating("quay-head.sh", "quay-needs.sh", "rest.sh", "quay.sh", "quay-trust.sh");
  private static final ScriptTemplate REMOVAL =
      TrustText.removing(
          "quay-remove-head.sh", "quay-needs.sh", "rest.sh", "quay.sh", "quay-remove.sh");

  /** Creates the guide. */
  public QuayTrust() {
    super(
        "quay",
        QuayTrust::text,
        text -> text.each("ALLOW", ImageReference::repository, "allow '%s'\n").fill(SHELL),
        text -> text.each("ALLOW", ImageReference::repository, "  disallow '%s'\n").fill(REMOVAL),
        QuayTrust::noModule);
  }

  private static String noModule(TrustText text) {
    throw new CredentialException(
        Kind.USAGE,
        "there is no Terraform provider of Quay's own",
        "leave out --terraform, and run the script");
  }

  private static TrustText text(TrustRequest request) {
    List<String> hosts =
        request.images().stream().map(image -> image.registry().toString()).distinct().toList();
    if (hosts.size() > 1) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the images are in several registries: " + String.join(", ", hosts),
          "give the images of one registry at a time");
    }
    ProviderSettings settings = request.settings();
    return new TrustText(request, Preset.QUAY.entry().audience(settings))
        .word("HOST", hosts.getFirst())
        .word("ROBOT", robot(request))
        .word("ANNOTATION", Preset.QUAY.annotation(settings));
  }

  /** The operator's robot, otherwise one of the organization of the first image. */
  private static String robot(TrustRequest request) {
    return ExchangeOptions.OWNER
        .byOperator(request.settings(), request.namespace(), request.serviceAccount())
        .map(Sourced::value)
        .orElseGet(
            () -> TrustText.organization(request) + "+podpass_" + request.name().replace('-', '_'));
  }
}
