// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.token.ServiceAccountSubject;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pod that pulls: kubelet's request without the token itself.
 *
 * @param image the image to pull
 * @param claims the unverified claims of the token
 * @param annotations of the service account; its owner controls them, so they may name an identity,
 *     and never a host, a URL, a TLS setting or a file
 * @param push the repositories of the registry that the credential must also allow pushes to, if
 *     the provider narrows credentials; {@code /*} at the end includes all below. Empty for a pull,
 *     and so for every request of kubelet
 * @since 0.1
 */
public record Pod(
    ImageReference image,
    UnverifiedClaims claims,
    Map<String, String> annotations,
    List<String> push) {
  static final String BY_TOKEN = "the token";

  /** Copies the annotations and the repositories. */
  public Pod {
    annotations = Map.copyOf(annotations);
    push = List.copyOf(push);
  }

  /** {@return the subject of the token, as a part of an identity} */
  public Sourced<String> subject() {
    return new Sourced<>(claims.subject(), BY_TOKEN);
  }

  /** {@return the service account, with its pod and node} */
  public ServiceAccountSubject workload() {
    return claims.workload();
  }

  /**
   * {@return the name of a session, so that the cloud's audit log shows the workload: {@code
   * namespace.serviceaccount}, cut to a length with a dot and a hash}
   *
   * @param longest the maximum number of characters that the cloud takes
   */
  public String sessionName(int longest) {
    return Sha256.cut(workload().namespace() + "." + workload().serviceAccount().name(), longest);
  }

  /**
   * {@return the image's repository, for a credential that is limited to it}
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

  /**
   * {@return the first of these annotations that is present}
   *
   * @param keys in order of precedence
   */
  public Optional<Sourced<String>> firstAnnotation(List<String> keys) {
    return keys.stream().flatMap(key -> annotation(key).stream()).findFirst();
  }

  /**
   * {@return an annotation of the service account}
   *
   * @param key the whole key, with its prefix
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
