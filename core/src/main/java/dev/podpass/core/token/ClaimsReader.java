// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.spi.token.ServiceAccountSubject;
import dev.podpass.spi.token.ServiceAccountSubject.ObjectReference;
import dev.podpass.spi.token.UnverifiedClaims;
import dev.podpass.spi.token.UnverifiedClaims.Validity;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the claims of a Kubernetes service account token. */
final class ClaimsReader {
  private static final Pattern SUBJECT =
      Pattern.compile(
          "system:serviceaccount:(?<namespace>"
              + ServiceAccountSubject.NAMESPACE_NAME
              + "):(?<name>"
              + ServiceAccountSubject.SERVICE_ACCOUNT_NAME
              + ")");

  private ClaimsReader() {}

  static UnverifiedClaims read(ObjectNode payload) throws MalformedTokenException {
    String subject = Claim.of(payload, "sub").requiredText();
    return new UnverifiedClaims(
        Claim.of(payload, "iss").requiredText(),
        subject,
        Claim.of(payload, "aud").requiredTexts(),
        new Validity(
            Claim.of(payload, "exp").requiredInstant(),
            Claim.of(payload, "nbf").instant(),
            Claim.of(payload, "iat").instant()),
        Claim.of(payload, "jti").text(),
        workload(subject, Claim.of(payload, "kubernetes.io")));
  }

  /**
   * Clouds match the subject; {@code kubernetes.io} adds UIDs, pod and node, and must not
   * contradict it.
   */
  private static ServiceAccountSubject workload(String subject, Claim kubernetes)
      throws MalformedTokenException {
    Matcher matcher = SUBJECT.matcher(subject);
    if (!matcher.matches()) {
      throw new MalformedTokenException(
          "its subject is not system:serviceaccount:<namespace>:<name>");
    }
    String namespace = matcher.group("namespace");
    Claim account = kubernetes.member("serviceaccount");
    requireSame(kubernetes.member("namespace"), namespace);
    requireSame(account.member("name"), matcher.group("name"));
    return new ServiceAccountSubject(
        namespace,
        new ObjectReference(matcher.group("name"), account.member("uid").text()),
        reference(kubernetes.member("pod")),
        reference(kubernetes.member("node")));
  }

  private static Optional<ObjectReference> reference(Claim object) throws MalformedTokenException {
    if (object.value().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ObjectReference(object.member("name").requiredText(), object.member("uid").text()));
  }

  private static void requireSame(Claim claim, String inSubject) throws MalformedTokenException {
    Optional<String> value = claim.text();
    if (value.isPresent() && !value.get().equals(inSubject)) {
      throw new MalformedTokenException(
          "its claim \"" + claim.name() + "\" contradicts its subject");
    }
  }
}
