// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;

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
}
