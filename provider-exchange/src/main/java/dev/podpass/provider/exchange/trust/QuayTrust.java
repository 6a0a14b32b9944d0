// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange.trust;

import dev.podpass.provider.exchange.ExchangeOptions;
import dev.podpass.provider.exchange.Preset;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.Trust;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import dev.podpass.spi.trust.TrustScripts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The trust setup of Quay for a service account: a robot account whose federation has the subject,
 * and the permission to read each repository, by Quay's API.
 *
 * @see <a href="https://docs.projectquay.io/api_quay.html">Quay's API</a>
 */
public final class QuayTrust implements TrustGuide {
  private static final TrustScripts SCRIPTS =
      TrustScripts.beside(QuayTrust.class, "quay-", "rest.sh", "quay.sh");

  @Override
  public String provider() {
    return "quay";
  }

  @Override
  public Trust trust(TrustRequest request) {
    List<String> hosts =
        request.images().stream().map(image -> image.registry().toString()).distinct().toList();
    if (hosts.size() > 1) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the images are in several registries: " + String.join(", ", hosts),
          "give the images of one registry at a time");
    }
    // The operator's robot, otherwise one of the organization of the first image.
    String robot =
        ExchangeOptions.OWNER
            .byOperator(request.settings(), request.namespace(), request.serviceAccount())
            .map(Sourced::value)
            .orElseGet(
                () -> organization(request) + "+podpass_" + request.name().replace('-', '_'));
    Map<String, String> values = new LinkedHashMap<>();
    values.put("audience", Preset.QUAY.entry().audience(request.settings()));
    values.put("annotation", Preset.QUAY.annotation(request.settings()));
    values.put("service", "https://" + hosts.getFirst());
    values.put("robot", robot);
    values.put(
        "repositories",
        request.images().stream()
            .map(ImageReference::repository)
            .distinct()
            .collect(Collectors.joining(" ")));
    return new Trust(request, "the robot account " + robot, values, SCRIPTS, Optional.empty());
  }

  /** The organization of the first image: its repository begins with it. */
  static String organization(TrustRequest request) {
    return request.images().getFirst().repository().split("/", 2)[0];
  }
}
