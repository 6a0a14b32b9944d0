// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.WireClient;
import dev.podpass.testkit.oidc.PodToken;
import java.io.IOException;

/** STS in Virginia, asked on the wire. */
record StsWire(FakeClouds clouds) {
  static final String HOST = "sts.us-east-1.amazonaws.com";
  static final String FORM = "Content-Type: application/x-www-form-urlencoded";

  /** The example world's role and the issuer's default token. */
  StsForm form() {
    return form(clouds.issuer().token());
  }

  static StsForm form(PodToken token) {
    return StsForm.of(ExampleWorld.ROLE, token.mint());
  }

  Session assumeRole(StsForm form) throws IOException {
    assertThat(post(form)).startsWith("HTTP/1.1 200 ");
    return clouds.aws().sessions().getLast();
  }

  String post(StsForm form) throws IOException {
    return post(form.encoded(), FORM);
  }

  String post(String body, String... headers) throws IOException {
    return postTo("/", body, headers);
  }

  String postTo(String target, String body, String... headers) throws IOException {
    try (WireClient client = WireClient.to(clouds, HOST)) {
      String lines = String.join("\r\n", headers);
      return client.post(HOST, target, body, lines, "Connection: close").readToTheEnd();
    }
  }

  static void assertRefused(String answer, int status, String code, String message) {
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">")
        .contains("<Type>Sender</Type>", "<Code>" + code + "</Code>", message);
    assertOneRequestId(answer);
  }

  static void assertOneRequestId(String answer) {
    assertThat(between(answer, "<RequestId>", "</RequestId>"))
        .isEqualTo(between(answer, "x-amzn-RequestId: ", "\r\n"))
        .hasSize(36);
  }

  private static String between(String text, String before, String after) {
    int start = text.indexOf(before) + before.length();
    return text.substring(start, text.indexOf(after, start));
  }
}
