// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.Sha256;
import dev.podpass.spi.token.ServiceAccountSubject;

/**
 * The name of an STS session, derived from the service account, so that CloudTrail shows the pod's
 * identity. All characters of Kubernetes names are valid in it.
 */
final class SessionName {
  private static final int MAX_LENGTH = 64;

  private SessionName() {}

  /** {@code namespace.serviceaccount}, cut to 64 characters with a hash of the full name. */
  static String of(ServiceAccountSubject workload) {
    return Sha256.cut(workload.namespace() + "." + workload.serviceAccount().name(), MAX_LENGTH);
  }
}
