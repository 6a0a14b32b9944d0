// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import dev.podpass.testkit.net.Form;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.Set;

/** A well-formed request for the token of a bound identity. */
record BindingCall(String clientId, String assertion) {
  private static final Set<String> FIELDS =
      Set.of("grant_type", "client_assertion_type", "client_assertion", "client_id", "scope");

  static BindingCall parse(ReceivedRequest request) {
    if (!request.method().equals("POST") || !request.target().equals("/")) {
      throw new Refusal(404, "NotFound", "404 page not found");
    }
    Form form = FormBody.of(request, FIELDS);
    require(form, "grant_type", "client_credentials");
    require(
        form, "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    require(form, "scope", AzureCloud.PUBLIC.registryResource() + "/.default");
    return new BindingCall(present(form, "client_id"), present(form, "client_assertion"));
  }

  private static void require(Form form, String field, String value) {
    if (!present(form, field).equals(value)) {
      throw new Refusal(400, "BadRequest", "invalid " + field);
    }
  }

  private static String present(Form form, String field) {
    return form.nonEmpty(field)
        .orElseThrow(() -> new Refusal(400, "BadRequest", "missing " + field));
  }
}
