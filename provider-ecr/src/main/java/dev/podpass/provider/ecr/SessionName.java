// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.token.ServiceAccountSubject;
import dev.podpass.spi.trust.ShortHash;

/**
 * The name of an STS session, derived from the service account, so that CloudTrail shows the pod's
 * identity. All characters of Kubernetes names are valid in it.
 */
final class SessionName {
  private static final int MAX_LENGTH = 64;
  private static final int HASH_LENGTH = 8;

  private SessionName() {}

  /** {@code namespace.serviceaccount}, cut to 64 characters with a hash of the full name. */
  static String of(ServiceAccountSubject workload) {
    String whole = workload.namespace() + "." + workload.serviceAccount().name();
    if (whole.length() <= MAX_LENGTH) {
      return whole;
    }
    String hash = ShortHash.of(whole).substring(0, HASH_LENGTH);
    return whole.substring(0, MAX_LENGTH - HASH_LENGTH - 1) + "." + hash;
  }
}
