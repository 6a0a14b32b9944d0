// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeCloud;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.secrets.PlantedSecrets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Google Cloud. */
public final class FakeGcp implements FakeCloud {
  /** The name under which requests to the metadata server are recorded and faults are set. */
  public static final String METADATA_HOST = "metadata.google.internal";

  /** The domain of the universe that most live in. */
  public static final String UNIVERSE = "googleapis.com";

  private final Set<String> universes = ConcurrentHashMap.newKeySet();
  private final FakeIam iam = new FakeIam();
  private final Clock clock;
  private final AccessTokens tokens;
  private final MetadataServer metadata;
  private volatile Duration federatedTokenLife = Duration.ofHours(1);

  /** A Google Cloud without projects. */
  public FakeGcp(Clock clock, PlantedSecrets planted) {
    this.clock = clock;
    this.tokens = new AccessTokens(planted);
    this.metadata = new MetadataServer(tokens, clock);
    universes.add(UNIVERSE);
  }

  /** Its identity pools and service accounts, which every universe knows. */
  public FakeIam iam() {
    return iam;
  }

  /** Adds a universe, such as {@code apis-tpclp.goog}: the same services under another domain. */
  public void universe(String domain) {
    universes.add(domain);
  }

  /**
   * Attaches a service account to the node whose metadata server this is.
   *
   * @param scopes those of the node's tokens
   */
  public void nodeAccount(String email, String... scopes) {
    metadata.attach(email, List.of(scopes));
  }

  /** Sets the longest life of STS's tokens, which is an hour otherwise; they end with the pod's. */
  public void federatedTokenLife(Duration life) {
    federatedTokenLife = life;
  }

  /** The access tokens issued by all services, oldest first. */
  public List<AccessToken> tokens() {
    return tokens.all();
  }

  /** The record of an access token, if it was issued here. */
  public Optional<AccessToken> token(String value) {
    return tokens.find(value);
  }

  /** Whom the registries let in. */
  public RegistryPasswords passwords() {
    return new RegistryPasswords(tokens, clock);
  }

  /** The node's metadata server, which no proxy leads to. */
  public FakeHost metadata() {
    return metadata;
  }

  @Override
  public Optional<FakeHost> host(String name) {
    int dot = name.indexOf('.');
    String universe = name.substring(dot + 1);
    if (dot < 0 || !universes.contains(universe)) {
      return Optional.empty();
    }
    return switch (name.substring(0, dot)) {
      case "sts" -> Optional.of(new FakeSts(iam, tokens, clock, universe, federatedTokenLife));
      case "iamcredentials" -> Optional.of(new FakeIamCredentials(iam, tokens, clock, universe));
      default -> Optional.empty();
    };
  }

  /**
   * A node's metadata server, for its service account alone, which is known as {@code default} and
   * by its address.
   *
   * @see <a href="https://cloud.google.com/compute/docs/metadata/querying-metadata">querying
   *     metadata</a>
   */
  private static final class MetadataServer implements FakeHost {
    private static final String FLAVOR = "Metadata-Flavor";
    private static final String ACCOUNTS = "/computeMetadata/v1/instance/service-accounts/";
    private static final Pattern ACCOUNT =
        Pattern.compile(Pattern.quote(ACCOUNTS) + "(?<account>[^/]+)/(?<entry>[a-z]*)");
    private static final JsonMapper JSON = new JsonMapper();

    /** The account and the scopes of its tokens, which a request cannot change. */
    private record Attached(String email, List<String> scopes) {}

    private static final Duration LIFE = Duration.ofHours(1);
    private final AccessTokens tokens;
    private final Clock clock;
    private volatile Optional<Attached> attached = Optional.empty();

    MetadataServer(AccessTokens tokens, Clock clock) {
      this.tokens = tokens;
      this.clock = clock;
    }

    void attach(String email, List<String> scopes) {
      attached = Optional.of(new Attached(email, List.copyOf(scopes)));
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
      return attached
          .map(account -> entry(request, account))
          .orElseGet(MetadataServer::noSuchEntry);
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
              clock.instant().plus(LIFE),
              FakeGcp.UNIVERSE);
      return Answer.json(
          200,
          JSON.createObjectNode()
              .put("access_token", token.value())
              .put("expires_in", LIFE.toSeconds() - 1)
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
}
