// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.Map;
import java.util.Set;

/**
 * A service that exchanges tokens in each form, by its path: {@code /rfc8693} with the scope {@code
 * pull}, {@code /json} for a role, {@code /basic} for the user of Basic, {@code /bearer} for an
 * account of the query, {@code /api/v1/auth/ci/token} as Artifact Keeper's, {@code /v1/credentials}
 * as that of Harbor Workload Identity Bridge.
 */
public final class FakeTokenExchange extends ExchangeHost {
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ARTIFACT_KEEPER = "/api/v1/auth/ci/token";
  private static final String HARBOR_BRIDGE = "/v1/credentials";
  private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

  FakeTokenExchange(Logins logins) {
    super(logins);
  }

  /** Lets tokens be exchanged for logins of an identity; {@code pull} is that of RFC 8693. */
  public void trust(String identity, Federation federation) {
    add(identity, federation);
  }

  @Override
  Answer exchange(ReceivedRequest request) {
    return switch (request.path()) {
      case "/rfc8693" -> rfc8693(request);
      case "/json" -> jsonForm(request);
      case "/basic" -> basic(request);
      case "/bearer" -> bearer(request);
      case ARTIFACT_KEEPER -> artifactKeeper(request);
      case HARBOR_BRIDGE -> harborBridge(request);
      default -> throw new Refusal(404, "not_found", "no such page");
    };
  }

  @Override
  ObjectNode refused(Refusal refusal) {
    return json().put("error", refusal.code()).put("error_description", refusal.getMessage());
  }

  private Answer rfc8693(ReceivedRequest request) {
    Requests.require(request, "POST", "/rfc8693");
    Map<String, String> form =
        Requests.form(
            request, Set.of("grant_type", "subject_token", "subject_token_type", "scope"));
    if (!EXCHANGE.equals(form.get("grant_type")) || !JWT.equals(form.get("subject_token_type"))) {
      throw new Refusal(400, "unsupported_grant_type", "this grant is not supported");
    }
    IssuedLogin login =
        login(request, form.getOrDefault("scope", ""), form.getOrDefault("subject_token", ""));
    return granted(
        json()
            .put("access_token", login.password())
            .put("issued_token_type", "urn:ietf:params:oauth:token-type:access_token")
            .put("token_type", "Bearer")
            .put("expires_in", lifeSeconds()));
  }

  private Answer jsonForm(ReceivedRequest request) {
    Requests.require(request, "POST", "/json");
    Map<String, String> fields = Requests.json(request, Set.of("role", "jwt"));
    IssuedLogin login =
        login(request, fields.getOrDefault("role", ""), fields.getOrDefault("jwt", ""));
    ObjectNode answer = json();
    answer
        .putObject("data")
        .put("user", login.username())
        .put("password", login.password())
        .put("expires", login.expiry().toString());
    return granted(answer);
  }

  private Answer basic(ReceivedRequest request) {
    Requests.require(request, "GET", "/basic");
    var _ = Requests.query(request, Set.of());
    String[] basic = Requests.basic(request);
    IssuedLogin login = login(request, basic[0], basic[1]);
    return granted(json().put("token", login.password()));
  }

  private Answer bearer(ReceivedRequest request) {
    Requests.require(request, "GET", "/bearer");
    Map<String, String> query = Requests.query(request, Set.of("account"));
    IssuedLogin login = login(request, query.getOrDefault("account", ""), Requests.bearer(request));
    return granted(
        json().put("token", login.password()).put("exp", login.expiry().getEpochSecond()));
  }

  /** With an empty body, or the id of a provider alone. */
  private Answer artifactKeeper(ReceivedRequest request) {
    Requests.require(request, "POST", ARTIFACT_KEEPER);
    var _ = Requests.query(request, Set.of());
    String token = Requests.bearer(request);
    if (!request.body().text().isEmpty()) {
      var _ = Requests.jsonWithAuthorization(request, Set.of("provider_id"));
    }
    IssuedLogin login = login(request, "team-a-pull", token);
    return granted(
        json()
            .put("access_token", login.password())
            .put("token_type", "Bearer")
            .put("expires_in", lifeSeconds())
            .put("username", login.username()));
  }

  /** Its handler.go of 0.11.3; a body would be an object with the image, for its log. */
  private Answer harborBridge(ReceivedRequest request) {
    Requests.require(request, "POST", HARBOR_BRIDGE);
    var _ = Requests.query(request, Set.of());
    IssuedLogin login = login(request, "team-a-pull", Requests.bearer(request));
    return granted(
        json()
            .put("username", login.username())
            .put("password", login.password())
            .put("expires_in", lifeSeconds())
            .put("cache_key_type", "Registry"));
  }

  private IssuedLogin login(ReceivedRequest request, String identity, String token) {
    requireTrusted(
        identity, token, new Refusal(403, "access_denied", "no such identity: " + identity));
    return issue(request, identity, identity);
  }
}
