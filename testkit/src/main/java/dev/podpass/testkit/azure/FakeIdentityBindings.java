// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.Form;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The endpoint of an AKS cluster that exchanges tokens of its pods for tokens of bound managed
 * identities. The bodies of its errors are unverified: no document has them.
 */
public final class FakeIdentityBindings implements FakeHost {
  private static final JsonMapper JSON = new JsonMapper();

  private final BindingAssertions assertions;
  private final FakeDirectory directory;
  private final AccessTokens tokens;
  private final Set<String> bound = ConcurrentHashMap.newKeySet();
  private final Set<Use> uses = ConcurrentHashMap.newKeySet();

  /** The right to the verb {@code use-managed-identity}. */
  private record Use(String subject, String clientId) {}

  FakeIdentityBindings(BindingAssertions assertions, FakeDirectory directory, AccessTokens tokens) {
    this.assertions = assertions;
    this.directory = directory;
    this.tokens = tokens;
  }

  /** Binds a managed identity to the cluster. */
  public void bind(String clientId) {
    bound.add(clientId);
  }

  /** Lets a service account use a managed identity, by RBAC. */
  public void allow(String subject, String clientId) {
    uses.add(new Use(subject, clientId));
  }

  /** Takes all such rights away. */
  public void allowNobody() {
    uses.clear();
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    try {
      BindingCall call = BindingCall.parse(request);
      AccessToken token = grant(call, assertions.subject(call.assertion()));
      return Answer.json(
          200,
          JSON.createObjectNode()
              .put("access_token", token.value())
              .put("expires_in", tokens.life().toSeconds())
              .toString());
    } catch (Refusal refusal) {
      return refused(refusal);
    }
  }

  private AccessToken grant(BindingCall call, String subject) {
    if (!uses.contains(new Use(subject, call.clientId()))) {
      throw new Refusal(
          403,
          "Forbidden",
          "cid.wi.aks.azure.com \"%s\" is forbidden: User \"%s\" cannot use-managed-identity"
              .formatted(call.clientId(), subject));
    }
    Application application =
        directory
            .application(call.clientId())
            .filter(_ -> bound.contains(call.clientId()))
            .orElseThrow(() ->
                new Refusal(
                    404, "NotFound", "identity binding for " + call.clientId() + " not found"));
    return tokens.issue(application.identity(), AzureCloud.PUBLIC.registryResource());
  }

  /** A Status of the Kubernetes API. */
  private static Answer refused(Refusal refusal) {
    return Answer.json(
        refusal.status(),
        JSON.createObjectNode()
            .put("kind", "Status")
            .put("apiVersion", "v1")
            .put("status", "Failure")
            .put("message", refusal.getMessage())
            .put("reason", refusal.code())
            .put("code", refusal.status())
            .toString());
  }

  /** A well-formed request for the token of a bound identity. */
  private record BindingCall(String clientId, String assertion) {
    private static final Set<String> FIELDS =
        Set.of("grant_type", "client_assertion_type", "client_assertion", "client_id", "scope");

    static BindingCall parse(ReceivedRequest request) {
      if (!request.method().equals("POST") || !request.target().equals("/")) {
        throw new Refusal(404, "NotFound", "404 page not found");
      }
      Form form = FormBody.of(request, FIELDS);
      require(form, "grant_type", "client_credentials");
      require(
          form, "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
      require(form, "scope", AzureCloud.PUBLIC.registryResource() + "/.default");
      return new BindingCall(present(form, "client_id"), present(form, "client_assertion"));
    }

    private static void require(Form form, String field, String value) {
      if (!present(form, field).equals(value)) {
        throw new Refusal(400, "BadRequest", "invalid " + field);
      }
    }

    private static String present(Form form, String field) {
      return form.nonEmpty(field)
          .orElseThrow(() -> new Refusal(400, "BadRequest", "missing " + field));
    }
  }
}
