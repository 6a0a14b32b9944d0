// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.alibaba;

/**
 * A RAM role with one trust.
 *
 * @param arn its ARN
 * @param provider the ARN of the OIDC provider that it trusts
 * @param issuer the value of {@code oidc:iss}
 * @param subject the value of {@code oidc:sub}, which may end with {@code *}
 * @param audience the value of {@code oidc:aud}
 * @param mayPull whether it has {@code cr:GetAuthorizationToken}
 */
public record Role(
    String arn, String provider, String issuer, String subject, String audience, boolean mayPull) {
  boolean trusts(String through, String iss, String sub, String aud) {
    boolean isSubject =
        subject.endsWith("*")
            ? sub.startsWith(subject.substring(0, subject.length() - 1))
            : sub.equals(subject);
    return provider.equals(through) && issuer.equals(iss) && audience.equals(aud) && isSubject;
  }
}
