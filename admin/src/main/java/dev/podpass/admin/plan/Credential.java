// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import java.util.List;

/** The credential that kubelet has for a pull, by the entries of its configuration. */
public sealed interface Credential {
  /**
   * The pod's own.
   *
   * @param provider the provider that exchanges the token
   * @param identity in the cloud, such as a role
   * @param source what names the identity: an annotation, an option
   */
  record OfPod(String provider, String identity, String source) implements Credential {}

  /**
   * The node's, which all of its pods share.
   *
   * @param entry the entry of kubelet's configuration
   */
  record OfNode(String entry) implements Credential {}

  /** None: an entry matches the image and gives no credential. */
  record None() implements Credential {}

  /** None: no entry matches the image. */
  record Unserved() implements Credential {}

  /** Whatever the pod's {@code imagePullSecrets} have; they were not read. */
  record PullSecret() implements Credential {}

  /** Not kubelet's on a node where podpass can run. */
  record Elsewhere(String where) implements Credential {}

  /**
   * None, because the plugin fails; kubelet then pulls anonymously.
   *
   * @param reason what is wrong
   * @param fix the operator's next action
   * @param annotations the keys of those that would name an identity, and are missing
   */
  record Failed(String reason, String fix, List<String> annotations) implements Credential {
    public Failed {
      annotations = List.copyOf(annotations);
    }

    Failed(String reason, String fix) {
      this(reason, fix, List.of());
    }
  }
}
