// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.WireClient;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectProxyTest {
  private static final String STS = "sts.us-east-1.amazonaws.com";

  @Test
  void leadsToHostsOfClouds() throws IOException {
    try (FakeClouds clouds = FakeClouds.start();
        WireClient client = WireClient.toProxy(clouds)) {
      assertThat(client.connect(STS + ":443"))
          .isEqualTo("HTTP/1.1 200 Connection established\r\n\r\n");
      client.startTls(STS).post(STS, "/", "x");

      assertThat(client.readHead()).startsWith("HTTP/1.1 400 ");
      assertThat(clouds.received().connectsTo(STS + ":443"))
          .containsExactly(
              new ProxyRequest(1, "CONNECT", STS + ":443", false, OptionalInt.of(200)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.k8s.io:443",
        "sts.us-east-1.amazonaws.com.evil.example:443",
        "sts.us-east-1.amazonaws.com:80",
        "169.254.169.254:80"
      })
  void leadsNowhereElse(String target) throws IOException {
    try (FakeClouds clouds = FakeClouds.start();
        WireClient client = WireClient.toProxy(clouds)) {
      assertThat(client.connect(target)).startsWith("HTTP/1.1 502 ");
      assertThat(clouds.received().connectsTo(target))
          .extracting(ProxyRequest::status)
          .containsExactly(OptionalInt.of(502));
      assertThat(clouds.received().requests()).isEmpty();
      assertThat(clouds.received().tlsConnections()).isEmpty();
    }
  }

  @Test
  void recordsWhatShouldNotHaveComeThisWay() throws IOException {
    try (FakeClouds clouds = FakeClouds.start();
        WireClient client = WireClient.toProxy(clouds)) {
      client.send("GET http://169.254.169.254/latest/ HTTP/1.1\r\nHost: 169.254.169.254\r\n\r\n");

      assertThat(client.readHead()).startsWith("HTTP/1.1 405 ");
      assertThat(clouds.received().proxyRequests())
          .extracting(ProxyRequest::method, ProxyRequest::target)
          .containsExactly(tuple("GET", "http://169.254.169.254/latest/"));
    }
  }

  @Test
  void wantsItsCredentialsAndTakesThemOnTheSameConnection() throws IOException {
    try (FakeClouds clouds = FakeClouds.start(Options.defaults().proxyCredentials("joe", "pass"));
        WireClient client = WireClient.toProxy(clouds)) {
      assertThat(client.connect(STS + ":443"))
          .startsWith("HTTP/1.1 407 ")
          .contains("Proxy-Authenticate: Basic realm=");
      assertThat(client.connect(STS + ":443", "Proxy-Authorization: Basic am9lOndyb25n"))
          .startsWith("HTTP/1.1 407 ");
      assertThat(client.connect(STS + ":443", "Proxy-Authorization: Basic am9lOnBhc3M="))
          .startsWith("HTTP/1.1 200 ");

      assertThat(clouds.received().connectsTo(STS + ":443"))
          .extracting(ProxyRequest::credentials, asked -> asked.status().orElseThrow())
          .containsExactly(tuple(false, 407), tuple(true, 407), tuple(true, 200));
      assertThat(clouds.proxyWithCredentials().getUserInfo()).isEqualTo("joe:pass");
      assertThat(clouds.plantedSecrets()).contains("pass");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 502})
  void mayRefuse(int status) throws IOException {
    try (FakeClouds clouds = FakeClouds.start();
        WireClient client = WireClient.toProxy(clouds)) {
      clouds.misbehave(STS, Faults.proxyRefuses(status), 1);

      assertThat(client.connect(STS + ":443")).startsWith("HTTP/1.1 " + status + " ");
      assertThat(clouds.received().connectsTo(STS + ":443"))
          .extracting(ProxyRequest::status)
          .containsExactly(OptionalInt.of(status));
    }
  }

  @Test
  void mayHang() throws IOException {
    try (FakeClouds clouds = FakeClouds.start();
        WireClient client = WireClient.toProxy(clouds).patience(Duration.ofMillis(200))) {
      clouds.misbehave(STS, Faults.proxyHangs());

      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> client.connect(STS + ":443"));
      assertThat(clouds.received().connectsTo(STS + ":443"))
          .extracting(ProxyRequest::status)
          .containsExactly(OptionalInt.empty());
    }
  }
}
