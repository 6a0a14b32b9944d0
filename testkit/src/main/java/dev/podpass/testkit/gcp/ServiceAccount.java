// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A service account. Each method gives another one that differs in that alone.
 *
 * @param members who may get its access tokens, as IAM policies name them: {@code principal://…},
 *     {@code serviceAccount:EMAIL}, or {@code principalSet://…/*} for all of a pool
 */
public record ServiceAccount(String email, Set<String> members) {
  private static final String PREFIX = "serviceAccount:";
  private static final String SET = "principalSet:";

  public ServiceAccount {
    if (!email.matches("[^@/:]+@[^@/:]+")) {
      throw new IllegalArgumentException("not an address: " + email);
    }
    members = Set.copyOf(members);
  }

  /** A service account without permission to impersonate it. */
  public static ServiceAccount of(String email) {
    return new ServiceAccount(email, Set.of());
  }

  /** Lets one more member impersonate it, as the role {@code iam.workloadIdentityUser} does. */
  public ServiceAccount impersonatedBy(String member) {
    Set<String> more =
        Stream.concat(members.stream(), Stream.of(member)).collect(Collectors.toSet());
    return new ServiceAccount(email, more);
  }

  /** As IAM policies name it. */
  public String member() {
    return PREFIX + email;
  }

  boolean isImpersonatedBy(String principal) {
    return members.contains(principal) || members.stream().anyMatch(m -> isAllOf(m, principal));
  }

  private static boolean isAllOf(String member, String principal) {
    return member.startsWith(SET)
        && member.endsWith("/*")
        && principal.startsWith(
            "principal:" + member.substring(SET.length(), member.length() - 1) + "subject/");
  }
}
