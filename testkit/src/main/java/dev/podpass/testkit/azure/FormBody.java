// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import dev.podpass.testkit.net.Form;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The form in the body of a request to Entra ID or a registry. */
final class FormBody {
  private static final Pattern CONTENT_TYPE =
      Pattern.compile(
          "application/x-www-form-urlencoded(; ?charset=utf-8)?", Pattern.CASE_INSENSITIVE);

  private FormBody() {}

  static Form of(ReceivedRequest request, Set<String> known) {
    String type = request.header("Content-Type").orElse("none");
    if (!CONTENT_TYPE.matcher(type).matches()) {
      throw malformed("Content-Type is " + type);
    }
    if (request.headers().has("Authorization")) {
      throw malformed("the form has the credential, yet Authorization was sent");
    }
    return parse(request.body().text(), known);
  }

  /** Parses a form or a query string, which may be empty. */
  static Form parse(String text) {
    return text.isEmpty() ? new Form(Map.of()) : Form.parse(text, FormBody::malformed);
  }

  static Form parse(String text, Set<String> known) {
    return parse(text).requireOnly(known, FormBody::malformed);
  }

  private static Refusal malformed(String message) {
    return new Refusal(400, "invalid_request", message);
  }
}
