// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Form;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Entra's token endpoint, for the <a
 * href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow">client
 * credentials grant</a> with an assertion alone.
 */
final class EntraTokenEndpoint {
  private static final JsonMapper JSON = new JsonMapper();

  private final FakeDirectory directory;
  private final AccessTokens tokens;
  private final AssertionVerifier verifier;

  EntraTokenEndpoint(FakeDirectory directory, AccessTokens tokens, AssertionVerifier verifier) {
    this.directory = directory;
    this.tokens = tokens;
    this.verifier = verifier;
  }

  ObjectNode grant(ReceivedRequest request, Tenant tenant) {
    if (!request.method().equals("POST")) {
      throw new Refusal(
          400,
          "invalid_request",
          "AADSTS900561: The endpoint only accepts POST requests. Received a %s request."
              .formatted(request.method()));
    }
    ClientAssertionCall call = ClientAssertionCall.parse(request);
    Application application =
        directory
            .application(new Identity(tenant.id(), call.clientId()))
            .orElseThrow(() -> unknown(call.clientId(), tenant));
    verifier.verify(call.assertion(), application);
    Resources.require(tenant.cloud(), call.resource(), tenant.id());
    AccessToken token = tokens.issue(application.identity(), call.resource());
    long seconds = tokens.life().toSeconds();
    return JSON.createObjectNode()
        .put("token_type", "Bearer")
        .put("expires_in", seconds)
        .put("ext_expires_in", seconds)
        .put("access_token", token.value());
  }

  private static Refusal unknown(String clientId, Tenant tenant) {
    return new Refusal(
        400,
        "unauthorized_client",
        "AADSTS700016: Application with identifier '%s' was not found in the directory '%s'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant."
            .formatted(clientId, tenant.id()));
  }

  /** A well-formed request for a token; whether it may be granted is not known yet. */
  private record ClientAssertionCall(String clientId, String assertion, String resource) {
    private static final String ASSERTION_TYPE =
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String DEFAULT = "/.default";
    private static final Set<String> SCOPES_OF_OPENID =
        Set.of("openid", "offline_access", "profile");
    private static final Set<String> FIELDS =
        Set.of(
            "grant_type",
            "client_assertion_type",
            "client_assertion",
            "client_id",
            "client_info",
            "scope",
            "claims");

    static ClientAssertionCall parse(ReceivedRequest request) {
      Form form = FormBody.of(request, FIELDS);
      String grant = require(form, "grant_type");
      if (!grant.equals("client_credentials")) {
        throw new Refusal(
            400,
            "unsupported_grant_type",
            "AADSTS70003: The app requested an unsupported grant type '%s'.".formatted(grant));
      }
      String clientId = require(form, "client_id");
      String resource = resource(require(form, "scope"));
      String type = form.nonEmpty("client_assertion_type").orElse("");
      String assertion =
          form.nonEmpty("client_assertion")
              .filter(_ -> type.equals(ASSERTION_TYPE))
              .orElseThrow(ClientAssertionCall::noAssertion);
      return new ClientAssertionCall(clientId, assertion, resource);
    }

    private static String require(Form form, String field) {
      return form.nonEmpty(field)
          .orElseThrow(() ->
              new Refusal(
                  400,
                  "invalid_request",
                  "AADSTS900144: The request body must contain the following parameter: '%s'."
                      .formatted(field)));
    }

    /** The one scope that is not OpenID Connect's; MSAL adds those to any. */
    private static String resource(String scope) {
      List<String> scopes =
          Arrays.stream(scope.split(" ", -1)).filter(s -> !SCOPES_OF_OPENID.contains(s)).toList();
      if (scopes.size() != 1 || !scopes.getFirst().endsWith(DEFAULT)) {
        throw new Refusal(
            400,
            "invalid_scope",
            "AADSTS1002012: The provided value for scope %s is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI)."
                .formatted(scope));
      }
      return scopes.getFirst().substring(0, scopes.getFirst().length() - DEFAULT.length());
    }

    private static Refusal noAssertion() {
      return new Refusal(
          401,
          "invalid_client",
          "AADSTS7000216: 'client_assertion', 'client_secret' or 'request' is required for the"
              + " 'client_credentials' grant type.");
    }
  }
}
