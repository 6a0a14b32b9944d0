// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.WireClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** IAM Credentials, asked on the wire. */
record IamWire(FakeClouds clouds) {
  static final String HOST = "iamcredentials.googleapis.com";
  static final String PATH = path(ExampleWorld.GCP_SERVICE_ACCOUNT);
  static final String BODY =
      """
      {"scope":["https://www.googleapis.com/auth/devstorage.read_only"],"lifetime":"1800s"}\
      """;

  static String path(String email) {
    return "/v1/projects/-/serviceAccounts/" + email + ":generateAccessToken";
  }

  /** What the example world's pod is given by STS. */
  AccessToken federated() throws IOException {
    StsWire sts = new StsWire(clouds);
    return sts.exchange(sts.form());
  }

  String post(AccessToken caller, String body) throws IOException {
    return postTo(PATH, body, bearer(caller));
  }

  String postTo(String target, String body, String... headers) throws IOException {
    return send(HOST, target, body, headers);
  }

  String send(String host, String target, String body, String... headers) throws IOException {
    List<String> lines = new ArrayList<>(List.of("Content-Type: application/json"));
    lines.addAll(List.of(headers));
    lines.add("Connection: close");
    try (WireClient client = WireClient.to(clouds, host)) {
      return client.post(host, target, body, lines.toArray(String[]::new)).readToTheEnd();
    }
  }

  static String bearer(AccessToken token) {
    return "Authorization: Bearer " + token.value();
  }

  static void assertRefused(String answer, int code, String status, String message) {
    assertThat(answer)
        .startsWith("HTTP/1.1 " + code + " ")
        .contains("\r\nContent-Type: application/json; charset=UTF-8\r\n")
        .contains("\"code\" : " + code + ",", "\"status\" : \"" + status + "\"")
        .contains("\"message\" : \"" + message.replace("\"", "\\\""));
  }
}
