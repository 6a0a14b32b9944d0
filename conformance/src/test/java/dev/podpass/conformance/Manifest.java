// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Pods and service accounts as YAML; each method adds one. */
final class Manifest {
  private final List<String> documents = new ArrayList<>();
  private int pods;

  Manifest() {
    documents.add("{apiVersion: v1, kind: Node, metadata: {name: node-1}}\n");
  }

  /** A service account of the namespace {@code team-a}. */
  Manifest serviceAccount(String name, Map<String, String> annotations) {
    StringBuilder document =
        new StringBuilder(
            """
            apiVersion: v1
            kind: ServiceAccount
            metadata:
              namespace: team-a
              name: %s
              uid: %s
            """
                .formatted(name, uid("team-a/" + name)));
    if (!annotations.isEmpty()) {
      document.append("  annotations:\n");
      annotations.forEach(
          (key, value) -> document.append("    %s: \"%s\"\n".formatted(key, value)));
    }
    documents.add(document.toString());
    return this;
  }

  /**
   * The UID of a service account.
   *
   * @param serviceAccount its namespace, a slash, its name
   */
  static String uid(String serviceAccount) {
    return UUID.nameUUIDFromBytes(serviceAccount.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** A pod of {@code team-a} with a container for each image. */
  Manifest pod(String serviceAccount, String... images) {
    return pod("serviceAccountName: " + serviceAccount, "", images);
  }

  /** A pod that the kubelet has from a file, which therefore has no service account. */
  Manifest staticPod(String... images) {
    return pod("hostNetwork: true", "  annotations: {kubernetes.io/config.source: file}\n", images);
  }

  private Manifest pod(String specification, String metadata, String... images) {
    StringBuilder document =
        new StringBuilder(
            """
            apiVersion: v1
            kind: Pod
            metadata:
              namespace: team-a
              name: pod-%d
            %sspec:
              %s
              nodeName: node-1
              containers:
            """
                .formatted(pods++, metadata, specification));
    for (int i = 0; i < images.length; i++) {
      document.append("  - {name: c%d, image: \"%s\"}\n".formatted(i, images[i]));
    }
    documents.add(document.toString());
    return this;
  }

  String yaml() {
    return String.join("---\n", documents);
  }
}
