// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.testkit.net.JsonBody;
import dev.podpass.testkit.net.ReceivedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A well-formed generateAccessToken; whether it may be granted is not known yet.
 *
 * @param delegates the addresses of the service accounts to go through, the caller's first
 * @see <a href="https://cloud.google.com/iam/docs/reference/credentials/rest">generateAccessToken
 *     of the IAM Service Account Credentials API</a>
 */
record GenerateAccessTokenCall(
    String account, List<String> delegates, Set<String> scopes, Duration lifetime) {

  private static final Pattern NAME =
      Pattern.compile("projects/-/serviceAccounts/(?<email>[^/:@]+@[^/:@]+)");
  private static final Pattern LIFETIME = Pattern.compile("(?<seconds>\\d{1,12})(\\.\\d{1,9})?s");
  private static final Set<String> FIELDS = Set.of("delegates", "scope", "lifetime");

  /**
   * Reads the call.
   *
   * @param name of the service account, as a resource
   */
  static GenerateAccessTokenCall parse(String name, ReceivedRequest request) {
    String type = request.header("Content-Type").orElse("none");
    if (!type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json")) {
      throw invalid("Content-Type is " + type);
    }
    JsonNode body =
        JsonBody.object(request.body().text(), () -> invalid("Invalid JSON payload received."));
    body.fieldNames()
        .forEachRemaining(field -> {
          if (!FIELDS.contains(field)) {
            throw invalid(
                "Invalid JSON payload received. Unknown name \"%s\": Cannot find field."
                    .formatted(field));
          }
        });
    return new GenerateAccessTokenCall(
        email(name),
        strings(body, "delegates").stream().map(GenerateAccessTokenCall::email).toList(),
        scopes(strings(body, "scope")),
        lifetime(body.path("lifetime")));
  }

  /** The project must be {@code -}, says the documentation; how refusing it is worded, nothing. */
  private static String email(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw invalid("Invalid form of service account name: " + name);
    }
    return matcher.group("email");
  }

  private static List<String> strings(JsonNode body, String field) {
    List<String> values = new ArrayList<>();
    JsonNode list = body.path(field);
    if (!list.isMissingNode() && !list.isArray()) {
      throw invalid("Invalid value at '" + field + "'");
    }
    for (JsonNode value : list) {
      if (!value.isTextual()) {
        throw invalid("Invalid value at '" + field + "'");
      }
      values.add(value.textValue());
    }
    return values;
  }

  private static Set<String> scopes(List<String> scopes) {
    if (scopes.isEmpty() || !scopes.stream().allMatch(Scopes::isScope)) {
      throw invalid("Request contains an invalid argument.");
    }
    return new LinkedHashSet<>(scopes);
  }

  /** Google takes any life above zero, as measured; its Java library none under ten minutes. */
  private static Duration lifetime(JsonNode value) {
    if (value.isMissingNode()) {
      return Duration.ofHours(1);
    }
    Matcher matcher = LIFETIME.matcher(value.asText());
    if (!matcher.matches()) {
      throw invalid("Invalid value at 'lifetime' (type.googleapis.com/google.protobuf.Duration)");
    }
    Duration lifetime = Duration.ofSeconds(Long.parseLong(matcher.group("seconds")));
    if (lifetime.isZero()) {
      throw invalid("Lifetime of access token must be larger then zero.");
    }
    return lifetime;
  }

  private static ErrorAnswerException invalid(String message) {
    return ApiJson.refusal(ApiError.invalid(message));
  }
}
