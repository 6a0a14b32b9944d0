// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.AnswerFault;
import dev.podpass.testkit.net.Bytes;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.JsonBody;
import java.time.Duration;
import java.util.function.Consumer;

/** What Entra may say without being asked for it. */
public final class EntraFaults {
  private EntraFaults() {}

  /**
   * Refuses.
   *
   * @param error such as {@code invalid_client}
   * @param message begins with {@code AADSTS}, a number and a colon
   */
  public static Fault error(int status, String error, String message) {
    return Faults.instead(EntraReply.unasked().refused(status, error, message));
  }

  /** Finds no federated credential, without saying what of it differs, as until 2023. */
  public static Fault noMatchingCredential() {
    return error(
        401,
        "invalid_client",
        "AADSTS70021: No matching federated identity record found for presented assertion."
            + " Assertion Issuer: 'https://kubernetes.default.svc.cluster.local'. Assertion"
            + " Subject: 'system:serviceaccount:default:app'. Assertion Audience:"
            + " 'api://AzureADTokenExchange'."
            + " https://docs.microsoft.com/en-us/azure/active-directory/develop/workload-identity-federation");
  }

  /** Could not fetch the issuer's keys; the wording is unverified. */
  public static Fault issuerUnreachable() {
    return error(400, "invalid_request", "AADSTS50166: Request to External OIDC endpoint failed.");
  }

  /** Is forbidden it by a Conditional Access policy for workload identities. */
  public static Fault conditionalAccess() {
    return error(
        400,
        "invalid_grant",
        "AADSTS53003: Access has been blocked by Conditional Access policies. The access policy"
            + " does not allow token issuance.");
  }

  /** Is asked too often; the code is documented, the rest is unverified. */
  public static Fault throttled(Duration retryAfter) {
    Answer answer =
        EntraReply.unasked()
            .refused(
                429,
                "temporarily_unavailable",
                "AADSTS50196: The server terminated an operation because it encountered a client"
                    + " request loop. Please contact your app vendor.");
    return Faults.instead(answer.with("Retry-After", String.valueOf(retryAfter.toSeconds())));
  }

  /** Is out of order for a moment. */
  public static Fault temporarilyUnavailable() {
    return error(
        503,
        "temporarily_unavailable",
        "AADSTS90033: A transient error has occurred. Please try again.");
  }

  /** Breaks the lines of its description, as some of its servers do. */
  public static Fault brokenLines() {
    return changing(
        "error_description",
        body ->
            body.put(
                "error_description",
                body.path("error_description")
                    .textValue()
                    .replaceAll(" (Trace ID:|Correlation ID:|Timestamp:)", "\r\n$1")));
  }

  /** Gives a token of this value instead of the true one. */
  public static Fault accessToken(String value) {
    return changing("access_token", body -> body.put("access_token", value));
  }

  /** Leaves a field out of an answer that has it, such as {@code expires_in}. */
  public static Fault without(String field) {
    return changing(field, body -> body.remove(field));
  }

  /** Puts another authority's endpoint into the tenant's configuration. */
  public static Fault tokenEndpoint(String url) {
    return changing("token_endpoint", body -> body.put("token_endpoint", url));
  }

  private static Fault changing(String field, Consumer<ObjectNode> change) {
    return new AnswerFault.Altered(
        answer -> answer.withBody(Bytes.of(JsonBody.changed(answer.body().text(), field, change))));
  }
}
