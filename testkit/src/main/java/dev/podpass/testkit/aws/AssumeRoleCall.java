// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import dev.podpass.testkit.net.Form;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A well-formed AssumeRoleWithWebIdentity; whether it may be granted is not known yet. */
record AssumeRoleCall(
    RoleArn role,
    String sessionName,
    String token,
    Duration duration,
    Optional<SessionPolicy> policy) {

  private static final Duration DEFAULT_DURATION = Duration.ofHours(1);
  private static final Pattern CONTENT_TYPE =
      Pattern.compile(
          "application/x-www-form-urlencoded(; ?charset=utf-8)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
  private static final Pattern TOKEN = Pattern.compile("(?s).{4,20000}");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");
  private static final Set<String> FIELDS =
      Set.of(
          "Action",
          "Version",
          "RoleArn",
          "RoleSessionName",
          "WebIdentityToken",
          "DurationSeconds",
          "Policy");

  static AssumeRoleCall parse(ReceivedRequest request) {
    requireEnvelope(request);
    Form form = Form.parse(request.body().text(), AssumeRoleCall::malformed);
    if (!require(form, "Action").equals("AssumeRoleWithWebIdentity")
        || !require(form, "Version").equals("2011-06-15")) {
      throw new Refusal(
          400,
          "InvalidAction",
          "Could not find operation %s for version %s"
              .formatted(require(form, "Action"), require(form, "Version")));
    }
    var _ = form.requireOnly(FIELDS, AssumeRoleCall::invalid);
    String role = require(form, "RoleArn");
    return new AssumeRoleCall(
        RoleArn.parse(role).orElseThrow(() -> invalid(role + " is invalid")),
        matching(form, "RoleSessionName", SESSION_NAME),
        matching(form, "WebIdentityToken", TOKEN),
        form.get("DurationSeconds").map(AssumeRoleCall::duration).orElse(DEFAULT_DURATION),
        form.get("Policy").map(SessionPolicy::parse));
  }

  private static void requireEnvelope(ReceivedRequest request) {
    if (!request.method().equals("POST") || !request.target().equals("/")) {
      throw invalid("not POST / but " + request.method() + " " + request.target());
    }
    String type = request.header("Content-Type").orElse("none");
    if (!CONTENT_TYPE.matcher(type).matches()) {
      throw invalid("Content-Type is " + type);
    }
    if (request.headers().has("Authorization")) {
      throw invalid("AssumeRoleWithWebIdentity is not signed, yet Authorization was sent");
    }
  }

  private static String require(Form form, String field) {
    return form.nonEmpty(field)
        .orElseThrow(() ->
            invalid(
                "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not be null"
                    .formatted(field)));
  }

  private static String matching(Form form, String field, Pattern pattern) {
    String value = require(form, field);
    if (!pattern.matcher(value).matches()) {
      throw invalid(
          "1 validation error detected: Value at '%s' failed to satisfy constraint: Member must satisfy regular expression pattern: %s"
              .formatted(field, pattern));
    }
    return value;
  }

  private static Duration duration(String text) {
    if (!SECONDS.matcher(text).matches() || Integer.parseInt(text) < 900) {
      throw invalid(
          "1 validation error detected: Value '%s' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900"
              .formatted(text));
    }
    return Duration.ofSeconds(Integer.parseInt(text));
  }

  private static Refusal malformed(String message) {
    return new Refusal(400, "MalformedQueryString", message);
  }

  private static Refusal invalid(String message) {
    return new Refusal(400, "ValidationError", message);
  }
}
