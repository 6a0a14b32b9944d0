// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.WireClient;
import dev.podpass.testkit.oidc.PodToken;
import java.io.IOException;

/** STS, asked on the wire. */
record StsWire(FakeClouds clouds) {
  static final String HOST = "sts.googleapis.com";
  static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  static final String JSON = "Content-Type: application/json";

  /** The issuer's default token, for the example world's provider. */
  PodToken token() {
    return clouds.issuer().token().audience(ExampleWorld.GCP_PROVIDER);
  }

  /** An exchange of that token there. */
  ExchangeForm form() {
    return form(token());
  }

  static ExchangeForm form(PodToken token) {
    return ExchangeForm.of(ExampleWorld.GCP_PROVIDER, token.mint());
  }

  AccessToken exchange(ExchangeForm form) throws IOException {
    assertThat(post(form)).startsWith("HTTP/1.1 200 ");
    return clouds.gcp().tokens().getLast();
  }

  String post(ExchangeForm form) throws IOException {
    return post(form.encoded(), FORM);
  }

  String post(String body, String... headers) throws IOException {
    return postTo(HOST, "/v1/token", body, headers);
  }

  String postTo(String host, String target, String body, String... headers) throws IOException {
    try (WireClient client = WireClient.to(clouds, host)) {
      String lines = String.join("\r\n", headers);
      return client.post(host, target, body, lines, "Connection: close").readToTheEnd();
    }
  }

  static void assertRefused(String answer, String error, String description) {
    assertThat(answer)
        .startsWith("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json; charset=UTF-8\r\n")
        .contains("\r\n\r\n{\"error\":\"" + error + "\",\"error_description\":\"")
        .contains(description.replace("\"", "\\\""));
  }
}
