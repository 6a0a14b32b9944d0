// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.spi.token.ServiceAccountSubject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
    return whole.substring(0, MAX_LENGTH - HASH_LENGTH - 1) + "." + hash(whole);
  }

  private static String hash(String whole) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(whole.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_LENGTH / 2);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
