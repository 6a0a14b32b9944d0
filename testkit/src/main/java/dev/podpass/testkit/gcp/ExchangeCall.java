// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Form;
import dev.podpass.testkit.net.JsonBody;
import dev.podpass.testkit.net.ReceivedRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A well-formed exchange of a token; whether it may be granted is not known yet.
 *
 * @see <a href="https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token">token</a>
 */
record ExchangeCall(String audience, Set<String> scopes, String subjectToken) {
  private static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final Set<String> SUBJECT_TOKEN_TYPES =
      Set.of("urn:ietf:params:oauth:token-type:jwt", "urn:ietf:params:oauth:token-type:id_token");
  private static final Set<String> FIELDS =
      Set.of(
          "grant_type",
          "audience",
          "scope",
          "requested_token_type",
          "subject_token",
          "subject_token_type",
          "options");

  static ExchangeCall parse(ReceivedRequest request) {
    if (request.headers().has("Authorization")) {
      throw ExchangeFields.invalid("the Authorization header must not be sent");
    }
    ExchangeFields fields = ExchangeFields.parse(request);
    fields.requireOnly(FIELDS);
    if (!fields.require("grant_type").equals(GRANT_TYPE)) { // Unverified.
      throw StsJson.refusal("unsupported_grant_type", "Invalid value for \"grant_type\".");
    }
    requireOneOf(fields, "requested_token_type", Set.of(StsJson.ACCESS_TOKEN));
    requireOneOf(fields, "subject_token_type", SUBJECT_TOKEN_TYPES);
    return new ExchangeCall(
        audience(fields.require("audience")),
        scopes(fields.require("scope")),
        fields.require("subject_token"));
  }

  private static void requireOneOf(ExchangeFields fields, String name, Set<String> values) {
    if (!values.contains(fields.require(name))) {
      throw ExchangeFields.invalid("Invalid value for \"" + name + "\".");
    }
  }

  private static String audience(String text) {
    if (!PoolProvider.isName(text) && !ClusterProvider.isName(text)) {
      throw ExchangeFields.invalid(
          "Invalid value for \"audience\". This value should be the full resource name of the"
              + " Identity Provider. See"
              + " https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token for the"
              + " list of possible formats.");
    }
    return text;
  }

  private static Set<String> scopes(String text) {
    List<String> scopes = List.of(text.split(" ", -1));
    for (String scope : scopes) {
      if (!Scopes.isScope(scope)) { // Unverified.
        throw StsJson.refusal("invalid_scope", "Invalid value for \"scope\": " + scope);
      }
    }
    return new LinkedHashSet<>(scopes);
  }

  /**
   * The fields of an exchange by their names in RFC 8693, each there at most once. They come as a
   * form, which Google's libraries send; as JSON in camel case, which is documented; or as JSON in
   * snake case, which Google's kubelet plugin sends.
   */
  private record ExchangeFields(Map<String, String> values) {

    ExchangeFields {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    static ExchangeFields parse(ReceivedRequest request) {
      String type = request.header("Content-Type").orElse("none");
      String body = request.body().text();
      return switch (type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
        case "application/x-www-form-urlencoded" ->
            new ExchangeFields(Form.parse(body, ExchangeFields::invalid).fields());
        case "application/json" -> json(body);
        default -> throw invalid("Content-Type is " + type);
      };
    }

    String require(String name) {
      return get(name)
          .filter(value -> !value.isEmpty())
          .orElseThrow(() -> invalid("Missing required field: " + name));
    }

    Optional<String> get(String name) {
      return Optional.ofNullable(values.get(name));
    }

    void requireOnly(Set<String> known) {
      for (String name : values.keySet()) {
        if (!known.contains(name)) {
          throw invalid("the testkit does not know the field " + name);
        }
      }
    }

    /** That the request is malformed; the wording is unverified. */
    static ErrorAnswerException invalid(String description) {
      return StsJson.refusal("invalid_request", description);
    }

    private static ExchangeFields json(String body) {
      Map<String, String> fields = new LinkedHashMap<>();
      ObjectNode object = JsonBody.object(body, () -> invalid("the body is no JSON object"));
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (!field.getValue().isTextual()) {
          throw invalid(field.getKey() + " is no string");
        }
        add(fields, snakeCase(field.getKey()), field.getValue().textValue());
      }
      return new ExchangeFields(fields);
    }

    private static void add(Map<String, String> fields, String name, String value) {
      if (fields.put(name, value) != null) {
        throw invalid(name + " is given twice");
      }
    }

    private static String snakeCase(String name) {
      return name.replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
  }
}
