// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.token;

import java.util.Optional;

/**
 * The service account that a token was issued to, with its pod and node, from the subject and the
 * {@code kubernetes.io} claim (KEP-1205).
 *
 * @param namespace the namespace of the service account
 * @param serviceAccount the service account
 * @param pod the pod that the token is bound to
 * @param node the node that the pod runs on
 * @since 0.1
 */
public record ServiceAccountSubject(
    String namespace,
    ObjectReference serviceAccount,
    Optional<ObjectReference> pod,
    Optional<ObjectReference> node) {
  /** A namespace in a subject, as a regular expression: a DNS label (RFC 1123). */
  public static final String NAMESPACE_NAME = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

  /** The name of a service account in a subject, likewise: a DNS subdomain. */
  public static final String SERVICE_ACCOUNT_NAME =
      "(?=[a-z0-9.-]{1,253}(?![a-z0-9.-]))[a-z0-9]++(?:(?:\\.|-++)[a-z0-9]++)*+";

  /**
   * A Kubernetes object.
   *
   * @param name its name
   * @param uid its UID, which a later object of the same name does not have
   */
  public record ObjectReference(String name, Optional<String> uid) {}

  /** {@code namespace/serviceaccount}, as operators write it. */
  @Override
  public String toString() {
    return namespace + "/" + serviceAccount.name();
  }
}
