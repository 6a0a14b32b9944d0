// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.image.ImageReference;
import dev.podpass.token.UnverifiedClaims;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a provider plans with: everything that kubelet sent but the token.
 *
 * @param image the image to pull
 * @param annotations the service account's; its owner's input, so they may name an identity, and
 *     never a host, a URL, a TLS setting or a file
 * @param claims what the token says of itself, if there is one
 * @since 0.1
 */
public record CredentialRequest(
    ImageReference image, Map<String, String> annotations, Optional<UnverifiedClaims> claims) {

  /** Keeps its own copy of the annotations. */
  public CredentialRequest {
    annotations = Map.copyOf(annotations);
  }

  /** The first of these annotations that the service account has. */
  public Optional<Sourced<String>> firstAnnotation(List<String> keys) {
    return keys.stream().flatMap(key -> annotation(key).stream()).findFirst();
  }

  /**
   * An annotation of the service account.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if it is there and empty: somebody
   *     meant to say something, and must not get another identity instead
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
    return Optional.of(new Sourced<>(value.strip(), "annotation " + key));
  }
}
