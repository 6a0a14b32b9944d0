// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.WireClient;
import dev.podpass.testkit.oidc.PodToken;
import java.io.IOException;

/** Requests to Entra and to registries, as they are on the wire. */
record AzureWire(FakeClouds clouds) {
  static final String ENTRA = "login.microsoftonline.com";
  static final String TOKEN = "/" + ExampleWorld.AZURE_TENANT + "/oauth2/v2.0/token";
  static final String EXCHANGE = "/oauth2/exchange";
  static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  private static final JsonMapper JSON = new JsonMapper();

  /** What the example world's application would be granted a token for. */
  PodToken assertion() {
    return clouds.issuer().token().audience(ExampleWorld.AZURE_AUDIENCE);
  }

  static AzureForm form(PodToken assertion) {
    return AzureForm.clientAssertion(ExampleWorld.AZURE_CLIENT_ID, assertion.mint());
  }

  /** An access token of the example world's application. */
  AccessToken accessToken() throws IOException {
    assertThat(postToken(form(assertion()))).startsWith("HTTP/1.1 200 ");
    return clouds.azure().accessTokens().getLast();
  }

  String postToken(AzureForm form) throws IOException {
    return post(ENTRA, TOKEN, form.encoded(), FORM);
  }

  String exchange(AzureForm form) throws IOException {
    return exchangeAt(ExampleWorld.ACR_REGISTRY, form);
  }

  String exchangeAt(String host, AzureForm form) throws IOException {
    return post(host, EXCHANGE, form.encoded(), FORM);
  }

  String post(String host, String target, String body, String... headers) throws IOException {
    try (WireClient client = WireClient.to(clouds, host)) {
      String lines = String.join("\r\n", headers);
      return client.post(host, target, body, lines, "Connection: close").readToTheEnd();
    }
  }

  String get(String host, String target, String... headers) throws IOException {
    try (WireClient client = WireClient.to(clouds, host)) {
      String lines = String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n");
      return client
          .send(
              "GET %s HTTP/1.1\r\nHost: %s\r\n%sConnection: close\r\n\r\n"
                  .formatted(target, host, lines))
          .readToTheEnd();
    }
  }

  /** The body of an answer, whether it came in chunks or not. */
  static JsonNode json(String answer) throws JsonProcessingException {
    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    return JSON.readTree(body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1));
  }

  static String header(String answer, String name) {
    String start = "\r\n" + name + ": ";
    int from = answer.indexOf(start);
    assertThat(from).as(answer).isPositive();
    return answer.substring(from + start.length(), answer.indexOf("\r\n", from + 2));
  }
}
