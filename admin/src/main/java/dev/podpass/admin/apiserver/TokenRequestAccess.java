// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.core.http.ConnectionSettings;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.secret.Redaction;
import java.util.Optional;

/**
 * Asks the API server with kubelet's own credential whether kubelet may request tokens for an
 * audience (SelfSubjectAccessReview). It needs no permission that kubelet does not have.
 *
 * @param kubeconfig of kubelet, on the node
 * @param settings of connections, whose CA certificates are replaced by the kubeconfig's
 */
public record TokenRequestAccess(NodeFiles files, String kubeconfig, ConnectionSettings settings) {
  public static final String VERB = "request-serviceaccounts-token-audience";

  private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

  /** The service account of the chart, which each grant limited by the chart covers. */
  public static final String OWN = "podpass-system/podpass";

  /** What the API server says. */
  public sealed interface Answer {
    /** By the role that {@code rule} names, in the API server's words. */
    record Allowed(String rule) implements Answer {}

    record Denied() implements Answer {}

    /** Nothing is known, and nothing follows from it. */
    record Unknown(String why) implements Answer {}
  }

  /**
   * For the tokens of all service accounts, or at least for those of this one, NAMESPACE/NAME,
   * which a grant that is limited to namespaces covers, too.
   */
  public Answer ask(String audience, String account) {
    try {
      Kubeconfig credential = Kubeconfig.read(files, kubeconfig);
      return credential
          .program()
          .<Answer>map(program ->
              new Answer.Unknown(
                  "%s names the program %s, which podpass does not run"
                      .formatted(kubeconfig, program)))
          .orElseGet(() -> ask(credential, audience, account));
    } catch (CredentialException e) {
      return new Answer.Unknown(e.text());
    }
  }

  private Answer ask(Kubeconfig credential, String audience, String account) {
    ConnectionSettings to = settings.to(credential.trust());
    return ApiServer.call(
        credential.server(),
        credential.token(),
        credential.certificate().map(to::as).orElse(to),
        api -> {
          Answer all = answer(api.create(REVIEWS, review(audience, Optional.empty())));
          return all instanceof Answer.Denied
              ? answer(api.create(REVIEWS, review(audience, Optional.of(account))))
              : all;
        });
  }

  private static ObjectNode review(String audience, Optional<String> account) {
    ObjectNode review =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", "authorization.k8s.io/v1")
            .put("kind", "SelfSubjectAccessReview");
    ObjectNode asked = review.putObject("spec").putObject("resourceAttributes");
    asked.put("verb", VERB).put("resource", audience);
    account
        .map(name -> name.split("/", 2))
        .ifPresent(parts -> asked.put("namespace", parts[0]).put("name", parts[1]));
    return review;
  }

  private static Answer answer(JsonNode review) {
    JsonNode status = review.path("status");
    JsonNode allowed = status.path("allowed");
    if (allowed.asBoolean()) {
      return new Answer.Allowed(Redaction.line(status.path("reason").asText()));
    }
    return allowed.isBoolean() && status.path("evaluationError").isMissingNode()
        ? new Answer.Denied()
        : new Answer.Unknown("the API server could not decide it");
  }
}
