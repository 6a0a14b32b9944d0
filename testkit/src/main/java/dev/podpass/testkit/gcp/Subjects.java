// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whom the claims of a verified token stand for, as IAM policies name it. */
final class Subjects {
  private static final int MAX_BYTES = 127;
  private static final Pattern SERVICE_ACCOUNT =
      Pattern.compile("system:serviceaccount:(?<namespace>[^:]+):(?<name>[^:]+)");

  private Subjects() {}

  static String principal(IdentityProvider provider, Map<String, Object> claims) {
    return switch (provider) {
      case PoolProvider pool -> ofPool(pool, claims);
      case ClusterProvider cluster -> ofCluster(cluster, claims);
    };
  }

  private static String ofPool(PoolProvider provider, Map<String, Object> claims) {
    String value = provider.subject().value().apply(claims).orElseThrow(Subjects::noValue);
    if (value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw StsJson.refusal(
          "invalid_request",
          "The size of mapped attribute google.subject exceeds the 127 bytes limit. Either modify"
              + " your attribute mapping or the incoming assertion to produce a mapped attribute"
              + " that is less than 127 bytes.");
    }
    return provider.principal(value);
  }

  /** Google's answer to a token that is not a service account's is unverified. */
  private static String ofCluster(ClusterProvider cluster, Map<String, Object> claims) {
    Matcher subject = SERVICE_ACCOUNT.matcher(String.valueOf(claims.get("sub")));
    if (!subject.matches()) {
      throw noValue();
    }
    return cluster.principal(subject.group("namespace"), subject.group("name"));
  }

  private static ErrorAnswerException noValue() {
    return StsJson.refusal(
        "unauthorized_client",
        "Could not obtain a value for google.subject from the given credential.");
  }
}
