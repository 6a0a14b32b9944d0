// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.IdentityTemplate;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.token.UnverifiedClaims;
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
public record IdentityOptions(
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
        .or(() ->
            request
                .claims()
                .map(UnverifiedClaims::workload)
                .flatMap(
                    pod -> byOperator(settings, pod.namespace(), pod.serviceAccount().name())));
  }

  /** The identity that the operator names for a service account. */
  public Optional<Sourced<String>> byOperator(
      ProviderSettings settings, String namespace, String serviceAccount) {
    return settings
        .find(name)
        .map(template -> template.read(names -> names.of(namespace, serviceAccount, Map.of())));
  }

  /** The annotation to set: the first of those that may name it. */
  public String annotation(ProviderSettings settings) {
    return settings.get(annotations).getFirst();
  }

  /** The hint for a pod without an identity. */
  String howToName(String provider, ProviderSettings settings) {
    return "annotate it with %s, or set --%s-%s"
        .formatted(annotation(settings), provider, name.name());
  }
}
