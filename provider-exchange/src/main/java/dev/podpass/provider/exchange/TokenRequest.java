// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.PlanDescription.Parameter;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.Form;
import dev.podpass.spi.token.ValidatedToken;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The request of an exchange. The carrier is the field of the token, the user name that it is the
 * password of, or the header; the other fields are of the body, or of the query if there is no
 * body.
 */
record TokenRequest(ExchangeStep step, ExchangeForm form, String carrier, List<Parameter> fields) {
  TokenRequest {
    fields = List.copyOf(fields);
  }

  /** Everything but the token and the endpoint. */
  List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>();
    all.add(new Parameter("token", form + " " + carrier));
    all.addAll(fields);
    return all;
  }

  HttpRequest with(ValidatedToken token) {
    String value = token.value().reveal();
    HttpRequest request =
        switch (form) {
          case RFC8693 -> form(with(value)).postedTo(step.endpoint());
          case JSON -> post(with(value));
          case BASIC -> get().with("Authorization", "Basic " + basic(value));
          case BEARER -> get().with("Authorization", "Bearer " + value);
          case BEARER_POST -> post(fields).with("Authorization", "Bearer " + value);
        };
    return request.with("Accept", "application/json");
  }

  private List<Parameter> with(String token) {
    List<Parameter> all = new ArrayList<>(fields);
    all.add(new Parameter(carrier, token));
    return all;
  }

  private HttpRequest get() {
    return HttpRequest.of("GET", form(fields).queryOf(step.endpoint()));
  }

  private HttpRequest post(List<Parameter> object) {
    HttpRequest request = HttpRequest.of("POST", step.endpoint());
    return object.isEmpty()
        ? request.with("")
        : request.with("Content-Type", "application/json").with(json(object));
  }

  private String basic(String token) {
    return Base64.getEncoder().encodeToString((carrier + ":" + token).getBytes(UTF_8));
  }

  private static Form form(List<Parameter> fields) {
    Form form = new Form();
    for (Parameter field : fields) {
      form = form.with(field.name(), field.value());
    }
    return form;
  }

  private static String json(List<Parameter> fields) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    fields.forEach(field -> object.put(field.name(), field.value()));
    return object.toString();
  }
}
