// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import dev.podpass.testkit.oidc.PublishedIssuer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An OIDC provider of a workload identity pool. Each method gives another one that differs in that
 * alone.
 *
 * @param name the full resource name, {@code
 *     //iam.googleapis.com/projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/ID}
 * @param allowedAudiences what tokens may be for; empty for the default, which is the name with or
 *     without {@code https:} before it
 * @see <a
 *     href="https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools.providers">providers</a>
 */
public record PoolProvider(
    String name,
    PublishedIssuer issuer,
    Set<String> allowedAudiences,
    AttributeCondition condition,
    SubjectMapping subject)
    implements IdentityProvider {

  private static final Pattern NAME =
      Pattern.compile(
          "(?<pool>//iam\\.googleapis\\.com/projects/[^/]+/locations/global/workloadIdentityPools/[^/]+)/providers/[^/]+");
  private static final int MAX_SUBJECT_BYTES = 127;

  public PoolProvider {
    if (!isName(name)) {
      throw new IllegalArgumentException("not the full resource name of a provider: " + name);
    }
    allowedAudiences = Set.copyOf(allowedAudiences);
  }

  /** A provider with default audiences, no condition, and {@code sub} for the subject. */
  public static PoolProvider of(String name, PublishedIssuer issuer) {
    return new PoolProvider(name, issuer, Set.of(), AttributeCondition.NONE, SubjectMapping.SUB);
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Takes tokens for these audiences, and no longer for the default ones. */
  public PoolProvider allowing(String... audiences) {
    return new PoolProvider(name, issuer, Set.of(audiences), condition, subject);
  }

  /** Takes only tokens whose claims meet a condition. */
  public PoolProvider conditionedOn(AttributeCondition other) {
    return new PoolProvider(name, issuer, allowedAudiences, other, subject);
  }

  /** Makes the subject of something else. */
  public PoolProvider mapping(SubjectMapping other) {
    return new PoolProvider(name, issuer, allowedAudiences, condition, other);
  }

  @Override
  public Set<String> audiences() {
    return allowedAudiences.isEmpty() ? Set.of(name, "https:" + name) : allowedAudiences;
  }

  @Override
  public String principal(Map<String, Object> claims) {
    String value =
        subject
            .value()
            .apply(claims)
            .orElseThrow(() ->
                StsJson.refusal(
                    "unauthorized_client",
                    "Could not obtain a value for google.subject from the given credential."));
    if (value.getBytes(StandardCharsets.UTF_8).length > MAX_SUBJECT_BYTES) {
      throw StsJson.refusal(
          "invalid_request",
          "The size of mapped attribute google.subject exceeds the 127 bytes limit. Either modify"
              + " your attribute mapping or the incoming assertion to produce a mapped attribute"
              + " that is less than 127 bytes.");
    }
    if (!condition.test().test(claims)) {
      throw StsJson.refusal(
          "unauthorized_client", "The given credential is rejected by the attribute condition.");
    }
    return principal(value);
  }

  /** The principal of one subject, as IAM policies name it. */
  public String principal(String subjectValue) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalStateException(name);
    }
    return "principal:" + matcher.group("pool") + "/subject/" + subjectValue;
  }
}
