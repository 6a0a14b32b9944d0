// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import dev.podpass.testkit.net.AnswerFault;
import dev.podpass.testkit.net.Bytes;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import java.net.URI;
import java.util.function.UnaryOperator;

/** What STS may say without being asked for it. */
public final class StsFaults {
  private StsFaults() {}

  /** Refuses with any code. */
  public static Fault error(int status, String code, String message) {
    return Faults.instead(StsXml.refused(status, code, message));
  }

  /** Could not reach the issuer; the one 400 that is to be tried again. */
  public static Fault idpCommunicationError() {
    return error(400, "IDPCommunicationError", "Could not communicate with the identity provider");
  }

  /** Is asked too often. */
  public static Fault throttling() {
    return error(400, "Throttling", "Rate exceeded");
  }

  /** Refuses the token as expired. */
  public static Fault expiredToken() {
    return error(
        400,
        "ExpiredTokenException",
        "Token expired: current date/time 1700000000 must be before the expiration date/time"
            + " 1600000000");
  }

  /** Refuses the caller. */
  public static Fault accessDenied() {
    return error(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
  }

  /** Grants nothing: 200, and an empty result. */
  public static Fault emptyResult() {
    return Faults.instead(StsXml.empty());
  }

  /** Leaves one element out of the true answer, such as {@code Expiration}. */
  public static Fault without(String element) {
    String pattern = "<" + element + ">[^<]*</" + element + ">";
    return altered(answer -> answer.replaceAll(pattern, ""));
  }

  /** Has an external entity for what is in one element of the true answer. */
  public static Fault external(String element, URI entity) {
    return altered(answer ->
        "<!DOCTYPE a [<!ENTITY e SYSTEM '%s'>]>".formatted(entity)
            + answer.replaceAll("<" + element + ">[^<]*", "<" + element + ">&e;"));
  }

  private static Fault altered(UnaryOperator<String> change) {
    return new AnswerFault.Altered(
        answer -> answer.withBody(Bytes.of(change.apply(answer.body().text()))));
  }
}
