// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * A universe of Google Cloud: the public one, or one that a partner operates separately.
 *
 * @see <a href="https://documentation.s3ns.fr/artifact-registry/docs/tpc-differences">the
 *     registries of Cloud de Confiance</a>
 */
record Universe(String domain, String registryDomain) {
  static final String PUBLIC = "googleapis.com";

  private static final Map<String, String> REGISTRY_DOMAINS =
      Map.of(
          PUBLIC,
          "pkg.dev",
          "s3nsapis.fr",
          "s3nsregistry.fr",
          "apis-berlin-build0.goog",
          "pkg-berlin-build0.goog");

  /** The operator's universe, whose registries must be known. */
  static Universe of(ProviderSettings settings) {
    String domain = settings.get(GarOptions.UNIVERSE_DOMAIN);
    return Optional.ofNullable(REGISTRY_DOMAINS.get(domain))
        .map(registries -> new Universe(domain, registries))
        .orElseThrow(() ->
            new CredentialException(
                Kind.CONFIGURATION,
                "podpass does not know the registries of the universe " + domain,
                "correct --gar-universe-domain, or update podpass"));
  }

  boolean isPublic() {
    return domain.equals(PUBLIC);
  }

  URI sts(ProviderSettings settings) {
    return settings
        .findValue(GarOptions.STS_ENDPOINT)
        .orElseGet(() -> URI.create("https://sts." + domain));
  }

  URI iamCredentials(ProviderSettings settings) {
    return settings
        .findValue(GarOptions.IAM_CREDENTIALS_ENDPOINT)
        .orElseGet(() -> URI.create("https://iamcredentials." + domain));
  }
}
