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
import java.util.Optional;

/**
 * The trust setup of Cloudsmith for a service account: an OpenID Connect provider for the subject,
 * and the privilege to read each repository, by Cloudsmith's API.
 *
 * @see <a href="https://docs.cloudsmith.com/api/orgs/openid-connect">the API for OpenID Connect</a>
 */
public final class CloudsmithTrust extends TemplateTrust<TrustText> {
  private static final ScriptTemplate SHELL =
      TrustText.annotating(
          "cloudsmith-head.sh",
          "cloudsmith-needs.sh",
          "rest.sh",
          "cloudsmith.sh",
          "cloudsmith-trust.sh");
  private static final ScriptTemplate REMOVAL =
      TrustText.removing(
          "cloudsmith-remove-head.sh",
          "cloudsmith-needs.sh",
          "rest.sh",
          "cloudsmith.sh",
          "cloudsmith-remove.sh");
  private static final ScriptTemplate MODULE = TrustText.part("cloudsmith.tf");

  /** Creates the guide. */
  public CloudsmithTrust() {
    super(
        "cloudsmith",
        CloudsmithTrust::text,
        text -> text.each("ALLOW", CloudsmithTrust::repository, "allow '%s'\n").fill(SHELL),
        text -> text.fill(REMOVAL),
        text -> text.fill(MODULE));
  }

  private static TrustText text(TrustRequest request) {
    ProviderSettings settings = request.settings();
    Optional<String> service =
        ExchangeOptions.OWNER
            .byOperator(settings, request.namespace(), request.serviceAccount())
            .map(Sourced::value);
    return new TrustText(request, Preset.CLOUDSMITH.entry().audience(settings))
        .word(
            "ORGANIZATION",
            required(
                Preset.CLOUDSMITH.field(settings, "organization"),
                "organization",
                "--exchange-fields=organization=…"))
        .word("SERVICE", required(service, "service", "--exchange-identity"))
        .word("API", "https://api.cloudsmith.io")
        .word("ANNOTATION", Preset.CLOUDSMITH.annotation(settings));
  }

  private static String required(Optional<String> value, String what, String option) {
    return value.orElseThrow(() ->
        new CredentialException(
            Kind.CONFIGURATION,
            "no %s at Cloudsmith is named".formatted(what),
            "name it with " + option));
  }

  /** The repository at Cloudsmith: the second part of a path at its own host. */
  private static String repository(ImageReference image) {
    String[] path = image.repository().split("/", 3);
    if (path.length < 3) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          image.name() + " does not name an organization, a repository and an image",
          "write docker.cloudsmith.io/ORG/REPOSITORY/IMAGE");
    }
    return path[1];
  }
}
