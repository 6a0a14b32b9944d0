// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.alibaba;

import dev.podpass.testkit.net.Form;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A well-formed AssumeRoleWithOIDC; whether it may be granted is not known yet. Its fields may be
 * in the query or in the form, except that the token and the policy must be in the form.
 */
record AssumeRoleCall(
    String role,
    String provider,
    String sessionName,
    String token,
    Duration life,
    Optional<String> policy) {
  private static final Set<String> FIELDS =
      Set.of(
          "Action",
          "Version",
          "Format",
          "Timestamp",
          "SignatureNonce",
          "SignatureMethod", // Of no use here, and sent by the vendor's client.
          "SignatureVersion",
          "RoleArn",
          "OIDCProviderArn",
          "OIDCToken",
          "RoleSessionName",
          "DurationSeconds",
          "Policy");
  private static final Pattern SESSION_NAME = Pattern.compile("[A-Za-z0-9.@_-]{2,64}");
  private static final Pattern CONTENT_TYPE =
      Pattern.compile(
          "application/x-www-form-urlencoded(; ?charset=utf-8)?", Pattern.CASE_INSENSITIVE);
  private static final Duration MAX_SKEW = Duration.ofMinutes(15);

  static AssumeRoleCall parse(ReceivedRequest request, FakeAlibaba cloud) {
    Map<String, String> fields = fields(request);
    requireEqual(fields, "Action", "AssumeRoleWithOIDC");
    requireEqual(fields, "Version", "2015-04-01");
    requireEqual(fields, "Format", "JSON");
    requireFresh(require(fields, "Timestamp"), cloud);
    if (!cloud.use(require(fields, "SignatureNonce"))) {
      throw new Refusal(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
    }
    String name = require(fields, "RoleSessionName");
    if (!SESSION_NAME.matcher(name).matches()) {
      throw invalid("RoleSessionName", name);
    }
    return new AssumeRoleCall(
        require(fields, "RoleArn"),
        require(fields, "OIDCProviderArn"),
        name,
        require(fields, "OIDCToken"),
        life(fields.getOrDefault("DurationSeconds", "3600")),
        policy(fields));
  }

  private static Map<String, String> fields(ReceivedRequest request) {
    if (!request.method().equals("POST") || !request.path().equals("/")) {
      throw new Refusal(404, "InvalidAction.NotFound", "Specified api is not found.");
    }
    if (request.headers().has("Authorization")) {
      throw new Refusal(400, "InvalidRequest", "AssumeRoleWithOIDC must not be signed");
    }
    if (!CONTENT_TYPE.matcher(request.header("Content-Type").orElse("")).matches()) {
      throw new Refusal(400, "UnsupportedContentType", "the body is not a form");
    }
    Map<String, String> query = form(request.query().orElse(""));
    if (query.containsKey("OIDCToken") || query.containsKey("Policy")) {
      throw new Refusal(400, "InvalidRequest", "a secret or a policy must not be in the URL");
    }
    Map<String, String> all = new HashMap<>(query);
    form(request.body().text())
        .forEach((name, value) -> {
          if (all.put(name, value) != null) {
            throw invalid(name, "given twice");
          }
        });
    return all;
  }

  private static Map<String, String> form(String text) {
    return Form.parse(text, message -> new Refusal(400, "InvalidRequest", message))
        .requireOnly(FIELDS, message -> new Refusal(400, "InvalidRequest", message))
        .fields();
  }

  private static String require(Map<String, String> fields, String name) {
    String value = fields.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new Refusal(400, "Missing" + name, name + " is mandatory for this action.");
    }
    return value;
  }

  private static void requireEqual(Map<String, String> fields, String name, String value) {
    if (!require(fields, name).equals(value)) {
      throw invalid(name, fields.getOrDefault(name, ""));
    }
  }

  private static void requireFresh(String time, FakeAlibaba cloud) {
    try {
      Duration skew = Duration.between(Instant.parse(time), cloud.clock().instant()).abs();
      if (skew.compareTo(MAX_SKEW) > 0) {
        throw new Refusal(400, "InvalidTimeStamp.Expired", "Specified time stamp is expired.");
      }
    } catch (DateTimeParseException e) {
      throw new Refusal(400, "InvalidTimeStamp.Format", "Specified time stamp is no date.");
    }
  }

  private static Duration life(String seconds) {
    if (!seconds.matches("[0-9]{3,4}") || Integer.parseInt(seconds) < 900) {
      throw invalid("DurationSeconds", seconds);
    }
    Duration life = Duration.ofSeconds(Integer.parseInt(seconds));
    if (life.compareTo(Duration.ofHours(1)) > 0) { // The roles' MaxSessionDuration.
      throw invalid("DurationSeconds", seconds);
    }
    return life;
  }

  private static Optional<String> policy(Map<String, String> fields) {
    Optional<String> policy = Optional.ofNullable(fields.get("Policy"));
    if (policy.filter(text -> text.isEmpty() || text.length() > 2048).isPresent()) {
      throw invalid("Policy", "its length");
    }
    return policy;
  }

  private static Refusal invalid(String name, String value) {
    return new Refusal(
        400, "InvalidParameter." + name, "The parameter %s is invalid: %s".formatted(name, value));
  }
}
