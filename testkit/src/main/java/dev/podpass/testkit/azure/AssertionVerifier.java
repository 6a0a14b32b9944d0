// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.podpass.testkit.net.Refusal;
import dev.podpass.testkit.oidc.PublishedIssuer;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Entra's judgement of an assertion, for one application. That it looks at the signature before the
 * time is unverified. Entra is known to forgive five minutes of difference between clocks; this one
 * forgives nothing.
 */
final class AssertionVerifier {
  private static final DateTimeFormatter TICKS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final Clock clock;

  AssertionVerifier(Clock clock) {
    this.clock = clock;
  }

  void verify(String assertion, Application application) {
    SignedJWT jwt;
    JWTClaimsSet claims;
    try {
      jwt = SignedJWT.parse(assertion);
      claims = jwt.getJWTClaimsSet();
    } catch (ParseException e) {
      throw malformed("");
    }
    FederatedCredential credential =
        new CredentialMatch(application)
            .find(
                present("iss", claims.getIssuer()),
                present("sub", claims.getSubject()),
                claims.getAudience());
    requireSignature(jwt, credential.issuer());
    requireTime(claims);
  }

  /** The wording is that of assertions of Entra's own; for another issuer's it is unverified. */
  private static void requireSignature(SignedJWT jwt, PublishedIssuer issuer) {
    switch (issuer.judge(jwt)) {
      case VALID -> {}
      case INVALID ->
          throw badSignature(
              "The provided signature value did not match the expected signature value.");
      case UNKNOWN_KEY -> throw badSignature("The key was not found.");
      case UNSUPPORTED ->
          throw badSignature("Key was found, but use of the key to verify the signature failed.");
    }
  }

  private void requireTime(JWTClaimsSet claims) {
    Instant now = clock.instant();
    Instant expiry = present("exp", claims.getExpirationTime()).toInstant();
    Instant notBefore =
        Optional.ofNullable(claims.getNotBeforeTime()).map(Date::toInstant).orElse(Instant.EPOCH);
    if (!now.isBefore(expiry) || now.isBefore(notBefore)) {
      throw refused(
          "AADSTS700024: Client assertion is not within its valid time range. Current time: %s, assertion valid from %s, expiry time of assertion %s. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."
              .formatted(TICKS.format(now), TICKS.format(notBefore), TICKS.format(expiry)));
    }
  }

  private static <T> T present(String claim, @Nullable T value) {
    if (value == null) {
      throw malformed(" The claim '" + claim + "' is missing.");
    }
    return value;
  }

  private static Refusal badSignature(String reason) {
    return refused("AADSTS50013: Assertion failed signature validation. [Reason - " + reason + "]");
  }

  /** What follows the first sentence is unverified. */
  private static Refusal malformed(String detail) {
    return refused("AADSTS50027: JWT token is invalid or malformed." + detail);
  }

  static Refusal refused(String message) {
    return new Refusal(401, "invalid_client", message);
  }

  /**
   * Finds the federated credential of an application that an assertion is for. The refusals are
   * those of Azure/azure-workload-identity issue 1200 and Azure/AKS issue 4228; that subjects are
   * compared before audiences is unverified.
   */
  private record CredentialMatch(Application application) {
    FederatedCredential find(String issuer, String subject, List<String> audience) {
      if (application.credentials().isEmpty()) {
        throw AssertionVerifier.refused(
            "AADSTS70025: The client '%s' has no configured federated identity credentials."
                .formatted(application.clientId()));
      }
      var ofIssuer =
          narrow(
              application.credentials(),
              known -> known.issuer().url().equals(issuer),
              "AADSTS700211",
              "issuer '" + issuer + "'");
      var ofSubject =
          narrow(
              ofIssuer,
              known -> known.subject().equals(subject),
              "AADSTS700213",
              "subject '" + subject + "'");
      var ofAudience =
          narrow(
              ofSubject,
              known -> audience.equals(List.of(known.audience())),
              "AADSTS700212",
              "audience '" + String.join(",", audience) + "'");
      return ofAudience.getFirst();
    }

    private static List<FederatedCredential> narrow(
        List<FederatedCredential> candidates,
        Predicate<FederatedCredential> matches,
        String code,
        String presented) {
      List<FederatedCredential> left = candidates.stream().filter(matches).toList();
      if (left.isEmpty()) {
        throw AssertionVerifier.refused(
            "%s: No matching federated identity record found for presented assertion %s. Please check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://docs.microsoft.com/en-us/azure/active-directory/develop/workload-identity-federation"
                .formatted(code, presented));
      }
      return left;
    }
  }
}
