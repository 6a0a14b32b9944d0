// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import dev.podpass.testkit.net.Form;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.Optional;
import java.util.Set;

/**
 * A well-formed request to exchange a token, in one of the two forms that <a
 * href="https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md">ACR's documentation</a> has for
 * an access token. What malformed ones are answered is unverified.
 */
record ExchangeCall(String service, Optional<String> tenant, String accessToken) {
  private static final Set<String> FIELDS =
      Set.of("grant_type", "service", "tenant", "access_token", "refresh_token");

  static ExchangeCall parse(ReceivedRequest request) {
    Form form = FormBody.of(request, FIELDS);
    String grant = require(form, "grant_type");
    switch (grant) {
      case "access_token" -> {}
      case "access_token_refresh_token" -> require(form, "refresh_token");
      default -> throw invalid("grant_type is " + grant);
    }
    return new ExchangeCall(
        require(form, "service"), form.nonEmpty("tenant"), require(form, "access_token"));
  }

  private static String require(Form form, String field) {
    return form.nonEmpty(field).orElseThrow(() -> invalid(field + " is missing"));
  }

  private static Refusal invalid(String message) {
    return new Refusal(400, "invalid_request", message);
  }
}
