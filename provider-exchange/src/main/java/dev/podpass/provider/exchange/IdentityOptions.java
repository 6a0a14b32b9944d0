// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.IdentityTemplate;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The options that name the identity of a pull: annotations, and a name for service accounts
 * without one.
 *
 * @param annotations the annotations that may name it
 * @param name the operator's name for it
 */
record IdentityOptions(
    ProviderOption<List<String>> annotations, ProviderOption<IdentityTemplate<String>> name) {

  /**
   * The identity that is named for a pod: by an annotation, otherwise by the operator.
   *
   * @param form reads an annotation
   */
  Optional<Sourced<String>> find(
      CredentialRequest request, ProviderSettings settings, Function<String, String> form) {
    return request
        .firstAnnotation(settings.get(annotations))
        .map(text -> text.read(form))
        .or(() -> byOperator(request, settings));
  }

  private Optional<Sourced<String>> byOperator(
      CredentialRequest request, ProviderSettings settings) {
    return request
        .claims()
        .flatMap(claims ->
            settings
                .find(name)
                .map(template ->
                    template.read(names ->
                        names.of(
                            claims.workload().namespace(),
                            claims.workload().serviceAccount().name(),
                            Map.of()))));
  }

  /** The hint for a pod without an identity. */
  String howToName(String provider, ProviderSettings settings) {
    return "annotate it with %s, or set --%s-%s"
        .formatted(settings.get(annotations).getFirst(), provider, name.name());
  }
}
