// SPDX-License-Identifier: Apache-2.0
package dev.podpass.protocol;

import dev.podpass.failure.CredentialException;
import dev.podpass.secret.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * What kubelet asks.
 *
 * @param image the image, which kubelet sends without tag and digest
 * @param serviceAccountToken the pod's token, if the provider is configured for one
 * @param serviceAccountAnnotations those that the provider's configuration names
 */
public record CredentialProviderRequest(
    String image,
    Optional<Secret> serviceAccountToken,
    Map<String, String> serviceAccountAnnotations) {

  /** Keeps its own copy of the annotations. */
  public CredentialProviderRequest {
    serviceAccountAnnotations = Map.copyOf(serviceAccountAnnotations);
  }

  /** The same failure with the token masked, which whoever was asked may have echoed. */
  public CredentialException withoutToken(CredentialException failure) {
    return serviceAccountToken.map(failure::hiding).orElse(failure);
  }
}
