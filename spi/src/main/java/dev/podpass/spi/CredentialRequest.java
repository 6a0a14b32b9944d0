// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The input of a provider's plan: kubelet's request without the token.
 *
 * @param image the image to pull
 * @param annotations of the service account; its owner controls them, so they may name an identity,
 *     and never a host, a URL, a TLS setting or a file
 * @param claims the token's unverified claims, if there is a token
 * @param pushRepositories the repositories of the registry that the credential must also allow
 *     pushes to, if the provider narrows credentials; {@code /*} at the end includes all below.
 *     Empty for a pull, and so for every request of kubelet
 * @since 0.1
 */
public record CredentialRequest(
    ImageReference image,
    Map<String, String> annotations,
    Optional<UnverifiedClaims> claims,
    List<String> pushRepositories) {

  public CredentialRequest {
    annotations = Map.copyOf(annotations);
    pushRepositories = List.copyOf(pushRepositories);
  }

  /** A request for a pull. */
  public CredentialRequest(
      ImageReference image, Map<String, String> annotations, Optional<UnverifiedClaims> claims) {
    this(image, annotations, claims, List.of());
  }

  /**
   * The image's repository, for a credential that is limited to it.
   *
   * @param option that limits it, and with {@code registry} does not
   * @throws CredentialException of kind {@code CONFIGURATION} if only the registry is named
   */
  public String repository(String option) {
    if (image.repository().isEmpty()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "%s=repository needs an image, and only the registry %s is named"
              .formatted(option, image.registry()),
          "set %s=registry where podpass is a docker credential helper".formatted(option));
    }
    return image.repository();
  }

  /** The first of these annotations that is present. */
  public Optional<Sourced<String>> firstAnnotation(List<String> keys) {
    return keys.stream().flatMap(key -> annotation(key).stream()).findFirst();
  }

  /**
   * An annotation of the service account.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if it is present and empty, because
   *     another identity must not be used instead
   */
  public Optional<Sourced<String>> annotation(String key) {
    String value = annotations.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value.isBlank()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the annotation " + key + " of the service account is empty",
          "set it or remove it");
    }
    return Optional.of(Sourced.byAnnotation(key, value.strip()));
  }
}
