// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.protocol;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.secret.Secret;
import java.util.Map;
import java.util.Optional;

/** Kubelet's {@code CredentialProviderRequest}; its image has neither tag nor digest. */
public record CredentialProviderRequest(
    String image,
    Optional<Secret> serviceAccountToken,
    Map<String, String> serviceAccountAnnotations) {

  /** The version that request, response and kubelet's configuration must share. */
  public static final String API_VERSION = "credentialprovider.kubelet.k8s.io/v1";

  public CredentialProviderRequest {
    serviceAccountAnnotations = Map.copyOf(serviceAccountAnnotations);
  }

  /** Masks the token in a failure, because a service may have echoed it. */
  public CredentialException withoutToken(CredentialException failure) {
    return serviceAccountToken.map(failure::hiding).orElse(failure);
  }
}
