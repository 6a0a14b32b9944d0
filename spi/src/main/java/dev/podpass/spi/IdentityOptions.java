// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

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
 * @param parser parses the value of an annotation
 * @param <T> the identity
 * @since 0.1
 */
public record IdentityOptions<T>(
    ProviderOption<List<String>> annotations,
    ProviderOption<IdentityTemplate<T>> name,
    Function<String, T> parser) {

  /**
   * {@return the identity that is named for a pod: by an annotation, otherwise by the operator}
   *
   * @param pod whose annotations take precedence
   * @param settings those of the provider
   */
  public Optional<Sourced<T>> find(Pod pod, ProviderSettings settings) {
    return find(pod, settings, Map.of());
  }

  /**
   * {@return the identity that is named for a pod, by a name with placeholders of the provider's
   * own}
   *
   * @param pod whose annotations take precedence
   * @param settings those of the provider
   * @param placeholders their values
   */
  public Optional<Sourced<T>> find(
      Pod pod, ProviderSettings settings, Map<String, String> placeholders) {
    return pod.firstAnnotation(settings.findValue(annotations).orElse(List.of()))
        .map(text -> text.read(parser))
        .or(() ->
            byOperator(
                settings,
                pod.workload().namespace(),
                pod.workload().serviceAccount().name(),
                placeholders));
  }

  /**
   * {@return the identity that the operator names for a service account}
   *
   * @param settings those of the provider
   * @param namespace the namespace of the service account
   * @param serviceAccount its name
   * @param placeholders the values of the provider's own placeholders
   */
  public Optional<Sourced<T>> byOperator(
      ProviderSettings settings,
      String namespace,
      String serviceAccount,
      Map<String, String> placeholders) {
    return settings
        .find(name)
        .map(template -> template.read(names -> names.of(namespace, serviceAccount, placeholders)));
  }

  /**
   * {@return the annotation to set: the first of those that may name it}
   *
   * @param settings those of the provider
   */
  public String annotation(ProviderSettings settings) {
    return settings.get(annotations).getFirst();
  }

  /**
   * {@return the hint for a pod without an identity}
   *
   * @param provider the id of the provider
   * @param settings those of the provider
   */
  public String howToName(String provider, ProviderSettings settings) {
    String option = "--" + name.flag(provider);
    return "annotate it with " + annotation(settings) + ", or set " + option;
  }
}
