// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pod on a node, as far as its pulls are concerned.
 *
 * @param account its service account
 * @param images the images of all its containers, as the pod names them
 */
public record NodePod(ServiceAccountName account, List<String> images) {
  private static final List<String> CONTAINERS =
      List.of("containers", "initContainers", "ephemeralContainers");

  public NodePod {
    images = List.copyOf(images);
  }

  /** Reads an object of the API; the mirror of a static pod has no service account. */
  static Optional<NodePod> of(JsonNode pod) {
    String namespace = pod.at("/metadata/namespace").asText("");
    String account = pod.at("/spec/serviceAccountName").asText("");
    if (namespace.isEmpty() || account.isEmpty()) {
      return Optional.empty();
    }
    List<String> images = new ArrayList<>();
    for (String containers : CONTAINERS) {
      pod.path("spec")
          .path(containers)
          .forEach(container -> images.add(container.path("image").asText("")));
    }
    return Optional.of(new NodePod(new ServiceAccountName(namespace, account), images));
  }
}
