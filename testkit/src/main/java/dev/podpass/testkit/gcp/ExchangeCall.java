// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import dev.podpass.testkit.net.ReceivedRequest;
import java.util.LinkedHashSet;
import java.util.List;
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
}
