// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IAM Credentials of one universe, for generateAccessToken alone. */
record FakeIamCredentials(FakeIam iam, AccessTokens tokens, Clock clock, String universe)
    implements FakeHost {

  private static final Pattern PATH = Pattern.compile("/v1/(?<name>[^:]+):generateAccessToken");

  /** Parameters of any of Google's APIs; those that say the answer is to be JSON. */
  private static final Pattern QUERY = Pattern.compile("\\$?alt=json(;enum-encoding=int)?");

  private static final Duration MAX_LIFE = Duration.ofHours(1);

  @Override
  public Answer answer(ReceivedRequest request) {
    Matcher path = PATH.matcher(decode(request.path()));
    if (!request.method().equals("POST") || !path.matches()) {
      return ApiJson.noSuchPage(request);
    }
    try {
      requireKnownQuery(request);
      AccessToken caller = new BearerCheck(tokens, clock, universe).caller(request);
      return grant(caller, GenerateAccessTokenCall.parse(path.group("name"), request));
    } catch (ErrorAnswerException refusal) {
      return refusal.answer();
    }
  }

  private Answer grant(AccessToken caller, GenerateAccessTokenCall call) {
    String principal = caller.principal();
    for (String delegate : call.delegates()) {
      principal = impersonated(delegate, principal).member();
    }
    ServiceAccount account = impersonated(call.account(), principal);
    requireLife(call.lifetime(), account);
    var expiry = clock.instant().plus(call.lifetime()).truncatedTo(ChronoUnit.SECONDS);
    return ApiJson.granted(tokens.issue(account.member(), call.scopes(), expiry, universe));
  }

  private ServiceAccount impersonated(String email, String principal) {
    ServiceAccount account = iam.account(email).orElseThrow(() -> ApiJson.refusal(notFound(email)));
    if (!account.isImpersonatedBy(principal)) {
      throw ApiJson.refusal(denied());
    }
    return account;
  }

  static ApiError notFound(String email) {
    return ApiError.of(404, "NOT_FOUND", "Not found; Gaia id not found for email " + email);
  }

  static ApiError denied() {
    String permission = "iam.serviceAccounts.getAccessToken";
    return ApiError.of(
            403,
            "PERMISSION_DENIED",
            "Permission '%s' denied on resource (or it may not exist).".formatted(permission))
        .because("IAM_PERMISSION_DENIED", "iam.googleapis.com", Map.of("permission", permission));
  }

  private static void requireLife(Duration life, ServiceAccount account) {
    if (life.compareTo(MAX_LIFE) > 0) {
      throw ApiJson.refusal(
          ApiError.invalid(
              "Access tokens for service account %s can not have lifetimes of more than 1 hour. Use the Org Policy Constraint constraints/iam.allowServiceAccountCredentialLifetimeExtension to allow up to 12 hours."
                  .formatted(account.email())));
    }
  }

  private static void requireKnownQuery(ReceivedRequest request) {
    String query = request.query().map(FakeIamCredentials::decode).orElse("alt=json");
    if (!QUERY.matcher(query).matches()) {
      throw ApiJson.refusal(ApiError.invalid("the testkit does not know the query " + query));
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /**
   * Says who calls an API.
   *
   * @param universe the one whose tokens are accepted
   */
  private record BearerCheck(AccessTokens tokens, Clock clock, String universe) {
    private static final String SCHEME = "Bearer ";
    private static final String EXPECTED =
        " Expected OAuth 2 access token, login cookie or other valid authentication credential. See"
            + " https://developers.google.com/identity/sign-in/web/devconsole-project.";
    private static final Map<String, String> METHOD =
        Map.of(
            "service",
            "iamcredentials.googleapis.com",
            "method",
            "google.iam.credentials.v1.IAMCredentials.GenerateAccessToken");

    AccessToken caller(ReceivedRequest request) {
      Optional<String> header = request.header("Authorization");
      if (header.isEmpty()) {
        throw unauthenticated(
            "Request is missing required authentication credential.", "CREDENTIALS_MISSING");
      }
      AccessToken token =
          header
              .filter(value -> value.startsWith(SCHEME))
              .flatMap(value -> tokens.find(value.substring(SCHEME.length())))
              .filter(issued -> issued.universe().equals(universe))
              .orElseThrow(() -> unaccepted("ACCESS_TOKEN_TYPE_UNSUPPORTED"));
      if (!token.isLive(clock.instant())) {
        throw unaccepted("ACCESS_TOKEN_EXPIRED"); // The reason is unverified.
      }
      if (Collections.disjoint(token.scopes(), Set.of(Scopes.CLOUD_PLATFORM, Scopes.IAM))) {
        throw ApiJson.refusal(
            ApiError.of(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.")
                .because("ACCESS_TOKEN_SCOPE_INSUFFICIENT", "googleapis.com", METHOD));
      }
      return token;
    }

    private static ErrorAnswerException unaccepted(String reason) {
      return unauthenticated("Request had invalid authentication credentials.", reason);
    }

    private static ErrorAnswerException unauthenticated(String message, String reason) {
      return ApiJson.refusal(
          ApiError.of(401, "UNAUTHENTICATED", message + EXPECTED)
              .because(reason, "googleapis.com", METHOD));
    }
  }
}
