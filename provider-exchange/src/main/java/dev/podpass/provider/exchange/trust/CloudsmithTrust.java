// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange.trust;

import dev.podpass.provider.exchange.ExchangeOptions;
import dev.podpass.provider.exchange.Preset;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.ModuleCall;
import dev.podpass.spi.trust.Trust;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import dev.podpass.spi.trust.TrustScripts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The trust setup of Cloudsmith for a service account: an OpenID Connect provider for the subject,
 * and the privilege to read each repository, by Cloudsmith's API.
 *
 * @see <a href="https://docs.cloudsmith.com/api/orgs/openid-connect">the API for OpenID Connect</a>
 */
public final class CloudsmithTrust implements TrustGuide {
  private static final TrustScripts SCRIPTS =
      TrustScripts.beside(CloudsmithTrust.class, "cloudsmith-", "rest.sh", "cloudsmith.sh");

  @Override
  public String provider() {
    return "cloudsmith";
  }

  @Override
  public Trust trust(TrustRequest request) {
    ProviderSettings settings = request.settings();
    String organization =
        required(
            Preset.CLOUDSMITH.field(settings, "organization"),
            "organization",
            "--exchange-fields=organization=…");
    Optional<String> service =
        ExchangeOptions.OWNER
            .byOperator(settings, request.namespace(), request.serviceAccount())
            .map(Sourced::value);
    String slug = required(service, "service", "--exchange-identity");
    String name = request.resource();
    Map<String, String> values = new LinkedHashMap<>();
    values.put("audience", Preset.CLOUDSMITH.entry().audience(settings));
    values.put("annotation", Preset.CLOUDSMITH.annotation(settings));
    values.put("organization", organization);
    Map<String, Object> arguments = new LinkedHashMap<>(values);
    arguments.put("issuer", request.issuer());
    arguments.put(
        "service_accounts", Map.of(request.account(), Map.of("name", name, "service", slug)));
    values.put("service", "https://api.cloudsmith.io/v1");
    values.put("slug", slug);
    values.put("name", name);
    values.put(
        "repositories",
        request.images().stream()
            .map(CloudsmithTrust::repository)
            .distinct()
            .collect(Collectors.joining(" ")));
    return new Trust(
        request,
        "the service account %s of %s at Cloudsmith".formatted(slug, organization),
        values,
        SCRIPTS,
        Optional.of(new ModuleCall("cloudsmith", arguments)));
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
