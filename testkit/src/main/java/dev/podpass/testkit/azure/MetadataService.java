// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.Form;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.time.Clock;
import java.util.Set;

/**
 * A node's metadata service, for <a
 * href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token">the
 * tokens of its managed identities</a>. That what was forwarded is refused is documented; the
 * wording of that, and of wrong parameters, is unverified.
 */
final class MetadataService implements FakeHost {
  private static final String PATH = "/metadata/identity/oauth2/token";
  private static final Set<String> PARAMETERS =
      Set.of("api-version", "resource", "client_id", "msi_res_id");

  private final NodeIdentities identities;
  private final AccessTokens tokens;
  private final Clock clock;

  MetadataService(NodeIdentities identities, AccessTokens tokens, Clock clock) {
    this.identities = identities;
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    if (!request.path().equals(PATH)) {
      return Answer.json(404, "{\"error\":\"Not Found\"}");
    }
    if (!request.method().equals("GET")) {
      return Answer.status(405);
    }
    try {
      return ImdsReply.granted(token(request), clock.instant());
    } catch (Refusal refusal) {
      return ImdsReply.refused(refusal.status(), refusal.code(), refusal.getMessage());
    }
  }

  private AccessToken token(ReceivedRequest request) {
    if (request.headers().has("X-Forwarded-For")) {
      throw invalid("X-Forwarded-For header is not allowed");
    }
    if (request.header("Metadata").filter("true"::equalsIgnoreCase).isEmpty()) {
      throw invalid("Required metadata header not specified");
    }
    Form query = FormBody.parse(request.query().orElse(""), PARAMETERS);
    if (query.nonEmpty("api-version").filter("2018-02-01"::equals).isEmpty()) {
      throw invalid("api-version is not 2018-02-01");
    }
    String resource =
        query.nonEmpty("resource").orElseThrow(() -> invalid("resource is not specified"));
    Identity identity =
        identities.find(
            query
                .nonEmpty("client_id")
                .or(() -> query.nonEmpty("msi_res_id").map(identities::ofResource)));
    Resources.require(identities.cloud(identity), resource, identity.tenant());
    return tokens.issue(identity, resource);
  }

  private static Refusal invalid(String message) {
    return new Refusal(400, "invalid_request", message);
  }
}
