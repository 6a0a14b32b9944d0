// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.Header;
import dev.podpass.spi.secret.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class Acs3SignatureTest {
  /** {@code ClientTest.getAuthorizationTest} of Alibaba's openapiutil. */
  @Test
  void theSignatureIsThatOfTheVendorsOwnTest() {
    String canonical =
        Acs3Signature.canonical(
            "GET",
            URI.create("https://any.example/?empty=&test=ok"),
            new TreeMap<>(Map.of("x-acs-test", "http")),
            "55e12e91650d2fec56ec74e1d3e4ddbfce2ef3a65890c2a19ecf88a307e76a23");

    assertThat(Acs3Signature.of(canonical, Secret.of("secret")))
        .isEqualTo("02e81f9f3cc8839151b0c7278024cbc4bfc9fa786085a0b8305f825f17b5dae7");
  }

  @Test
  void allHeadersOfTheApiAndTheHostAreSigned() {
    HttpRequest signed =
        Acs3Signature.sign(
            HttpRequest.of("POST", URI.create("https://cr.example/?InstanceId=cri-a"))
                .with("x-acs-date", "2026-11-30T00:00:00Z")
                .with("Accept", "application/json"),
            new SessionKeys("STS.id", Secret.of("key"), Secret.of("token"), Instant.MAX));
    Map<String, String> headers =
        signed.headers().stream().collect(Collectors.toMap(Header::name, Header::value));

    assertThat(headers.get("x-acs-content-sha256"))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(headers.get("Authorization"))
        .startsWith(
            "ACS3-HMAC-SHA256 Credential=STS.id,SignedHeaders=host;x-acs-accesskey-id;"
                + "x-acs-content-sha256;x-acs-date;x-acs-security-token,Signature=")
        .doesNotContain("key,");
  }
}
