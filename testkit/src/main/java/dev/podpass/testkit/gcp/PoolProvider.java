// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import dev.podpass.testkit.oidc.PublishedIssuer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
 *     href="https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools.providers">a
 *     pool's providers</a>
 */
public record PoolProvider(
    String name, PublishedIssuer issuer, Set<String> allowedAudiences, SubjectMapping subject)
    implements IdentityProvider {

  private static final Pattern NAME =
      Pattern.compile(
          "//iam\\.googleapis\\.com/projects/[^/]+/locations/global/workloadIdentityPools/[^/]+/providers/[^/]+");

  public PoolProvider {
    if (!isName(name)) {
      throw new IllegalArgumentException("not the full resource name of a provider: " + name);
    }
    allowedAudiences = Set.copyOf(allowedAudiences);
  }

  /** A provider with default audiences, and {@code sub} for the subject. */
  public static PoolProvider of(String name, PublishedIssuer issuer) {
    return new PoolProvider(name, issuer, Set.of(), SubjectMapping.SUB);
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Takes tokens for these audiences, and no longer for the default ones. */
  public PoolProvider allowing(String... audiences) {
    return new PoolProvider(name, issuer, Set.of(audiences), subject);
  }

  /** Makes the subject of something else. */
  public PoolProvider mapping(SubjectMapping other) {
    return new PoolProvider(name, issuer, allowedAudiences, other);
  }

  @Override
  public Set<String> audiences() {
    return allowedAudiences.isEmpty() ? Set.of(name, "https:" + name) : allowedAudiences;
  }

  /** The principal of a value of {@code google.subject}, as IAM policies name it. */
  public String principal(String value) {
    return "principal:" + name.substring(0, name.indexOf("/providers/")) + "/subject/" + value;
  }

  /**
   * What a provider makes {@code google.subject} of.
   *
   * @param expression as it would stand in the provider, in CEL; a name, which is not evaluated
   * @param value what it means; empty if the claims have no such value
   */
  record SubjectMapping(String expression, Function<Map<String, Object>, Optional<String>> value) {

    /** {@code assertion.sub}, the usual one. */
    public static final SubjectMapping SUB = ofClaim("sub");

    /** A claim that is a string. */
    public static SubjectMapping ofClaim(String name) {
      return new SubjectMapping(
          "assertion." + name,
          claims -> Optional.ofNullable(claims.get(name)).map(Object::toString));
    }
  }
}
