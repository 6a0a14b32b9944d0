// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node's metadata server, for its service account alone, which is known as {@code default} and by
 * its address.
 *
 * @see <a href="https://cloud.google.com/compute/docs/metadata/querying-metadata">querying
 *     metadata</a>
 */
final class MetadataServer implements FakeHost {
  private static final String FLAVOR = "Metadata-Flavor";
  private static final String ACCOUNTS = "/computeMetadata/v1/instance/service-accounts/";
  private static final Pattern ACCOUNT =
      Pattern.compile(Pattern.quote(ACCOUNTS) + "(?<account>[^/]+)/(?<entry>[a-z]*)");
  private static final JsonMapper JSON = new JsonMapper();

  /** The account and the scopes of its tokens, which a request cannot change. */
  private record Attached(String email, List<String> scopes) {}

  private final AccessTokens tokens;
  private final Clock clock;
  private volatile Optional<Attached> attached = Optional.empty();
  private volatile Duration life = Duration.ofHours(1);

  MetadataServer(AccessTokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  void attach(String email, List<String> scopes) {
    attached = Optional.of(new Attached(email, List.copyOf(scopes)));
  }

  void live(Duration duration) {
    life = duration;
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    return respond(request).with(FLAVOR, "Google").with("Server", "Metadata Server for VM");
  }

  private Answer respond(ReceivedRequest request) {
    if (request.headers().has("X-Forwarded-For")) {
      return refused(403, "Request contains X-Forwarded-For header."); // Unverified wording.
    }
    if (!request.method().equals("GET")) {
      return refused(405, "Method not allowed.");
    }
    if (request.target().equals("/")) { // What clients ask for to learn whether they are on GCE.
      return text("computeMetadata/\n");
    }
    if (!request.header(FLAVOR).equals(Optional.of("Google"))) {
      return refused(403, "Missing Metadata-Flavor:Google header.");
    }
    return attached.map(account -> entry(request, account)).orElseGet(MetadataServer::noSuchEntry);
  }

  private Answer entry(ReceivedRequest request, Attached account) {
    if (request.path().equals(ACCOUNTS)) {
      return text("default/\n" + account.email() + "/\n");
    }
    Matcher path = ACCOUNT.matcher(request.path());
    if (!path.matches() || !Set.of("default", account.email()).contains(path.group("account"))) {
      return noSuchEntry();
    }
    return switch (path.group("entry")) {
      case "" -> text("aliases\nemail\nidentity\nscopes\ntoken\n");
      case "email" -> text(account.email());
      case "scopes" -> text(String.join("\n", account.scopes()) + "\n");
      case "token" -> token(account);
      default -> noSuchEntry();
    };
  }

  private Answer token(Attached account) {
    AccessToken token =
        tokens.issue(
            "serviceAccount:" + account.email(),
            Set.copyOf(account.scopes()),
            clock.instant().plus(life),
            FakeGcp.UNIVERSE);
    return Answer.json(
        200,
        JSON.createObjectNode()
            .put("access_token", token.value())
            .put("expires_in", life.toSeconds() - 1)
            .put("token_type", "Bearer")
            .toString());
  }

  private static Answer noSuchEntry() {
    return refused(404, "The requested URL was not found on this server.");
  }

  private static Answer refused(int status, String why) {
    return Answer.of(
        status, "text/html; charset=UTF-8", "<!DOCTYPE html>\n<html><p>" + why + "</html>\n");
  }

  private static Answer text(String body) {
    return Answer.of(200, "application/text", body);
  }
}
