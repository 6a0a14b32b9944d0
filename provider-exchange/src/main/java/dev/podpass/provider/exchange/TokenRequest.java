// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.Exchange.Parameter;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.Form;
import dev.podpass.spi.secret.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  HttpRequest with(Secret token) {
    HttpRequest request =
        switch (form) {
          case RFC8693 -> form(fields).with(carrier, token).postedTo(step.endpoint());
          case JSON -> HttpRequest.of("POST", step.endpoint()).json(object(token));
          case BASIC -> get().basic(carrier, token);
          case BEARER -> get().bearer(token);
          case BEARER_POST -> post().bearer(token);
        };
    return request.with("Accept", "application/json");
  }

  private Map<String, Object> object(Secret token) {
    Map<String, Object> object = new LinkedHashMap<>();
    fields.forEach(field -> object.put(field.name(), field.value()));
    object.put(carrier, token);
    return object;
  }

  private HttpRequest get() {
    return HttpRequest.of("GET", form(fields).queryOf(step.endpoint()));
  }

  private HttpRequest post() {
    HttpRequest request = HttpRequest.of("POST", step.endpoint());
    Map<String, String> object = new LinkedHashMap<>();
    fields.forEach(field -> object.put(field.name(), field.value()));
    return object.isEmpty() ? request.with("") : request.json(object);
  }

  private static Form form(List<Parameter> fields) {
    Form form = new Form();
    for (Parameter field : fields) {
      form = form.with(field.name(), field.value());
    }
    return form;
  }
}
