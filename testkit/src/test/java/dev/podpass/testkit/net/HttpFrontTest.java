// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.WireClient;
import dev.podpass.testkit.aws.FakeAws;
import dev.podpass.testkit.pki.CertificateKind;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class HttpFrontTest {
  private static final String HOST = "echo.example.com";

  @AutoClose private final FakeClouds clouds = FakeClouds.start();

  HttpFrontTest() {
    clouds.serve(HOST, request -> Answer.of(200, "text/plain", request.body().text()));
  }

  @Test
  void recordsWhatArrivedAsItArrived() throws IOException {
    try (WireClient client = WireClient.to(clouds, HOST)) {
      client.post(HOST, "/a%20b?x=1&y", "body", "X-One: 1", "x-one: 2");

      assertThat(client.readHead())
          .isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\n");
      assertThat(client.read(4)).isEqualTo("body");
    }
    ReceivedRequest request = clouds.received().requestsTo(HOST).getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/a%20b");
    assertThat(request.query()).contains("x=1&y");
    assertThat(request.headers().values("X-ONE")).containsExactly("1", "2");
    assertThat(request.body().text()).isEqualTo("body");
    assertThat(clouds.received().answersOf(HOST).getFirst().answer().body().text())
        .isEqualTo("body");
  }

  @Test
  void aConnectionServesManyRequests() throws IOException {
    try (WireClient client = WireClient.to(clouds, HOST);
        WireClient other = WireClient.to(clouds, HOST)) {
      client.post(HOST, "/1", "").readHead();
      client.post(HOST, "/2", "").readHead();
      other.post(HOST, "/3", "").readHead();
    }
    assertThat(clouds.received().requests())
        .extracting(ReceivedRequest::target, ReceivedRequest::connection)
        .containsExactly(tuple("/1", 1L), tuple("/2", 1L), tuple("/3", 2L));
    assertThat(clouds.received().connectsTo(HOST + ":443")).hasSize(2);
  }

  @Test
  void tellsHeadTheLengthOfTheBodyAndNoMore() throws IOException {
    clouds.serve("page.example.com", request -> Answer.of(200, "text/plain", "page"));
    try (WireClient client = WireClient.to(clouds, "page.example.com")) {
      client.send("HEAD / HTTP/1.1\r\nHost: page.example.com\r\nConnection: close\r\n\r\n");

      assertThat(client.readToTheEnd()).endsWith("\r\nContent-Length: 4\r\n\r\n");
    }
  }

  @Test
  void closesWhenAskedTo() throws IOException {
    try (WireClient client = WireClient.to(clouds, HOST)) {
      client.post(HOST, "/", "bye", "Connection: close");

      assertThat(client.readToTheEnd()).endsWith("\r\n\r\nbye");
    }
  }

  @Test
  void closesWhenTheHostSaysSo() throws IOException {
    clouds.misbehave(HOST, Faults.instead(Answer.status(503).with("Connection", "close")), 1);
    try (WireClient client = WireClient.to(clouds, HOST)) {
      assertThat(client.post(HOST, "/", "").readToTheEnd()).startsWith("HTTP/1.1 503 ");
    }
  }

  @Test
  void takesChunkedBodies() throws IOException {
    try (WireClient client = WireClient.to(clouds, HOST)) {
      client.send(
          "POST / HTTP/1.1\r\nHost: "
              + HOST
              + "\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");

      client.readHead();
      assertThat(client.read(5)).isEqualTo("abcde");
    }
  }

  @Test
  void tellsAClientThatAsksToGoOn() throws IOException {
    try (WireClient client = WireClient.to(clouds, HOST)) {
      client.send(
          "POST / HTTP/1.1\r\nHost: "
              + HOST
              + "\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");

      assertThat(client.readHead()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      assertThat(client.send("ok").readHead()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void refusesRequestsForAnotherHost() throws IOException {
    try (WireClient client = WireClient.to(clouds, HOST)) {
      assertThat(client.post("other.example.com", "/", "").readHead()).startsWith("HTTP/1.1 421 ");
    }
  }

  @Test
  void bugsOfAFakeAreToldInTheEnd() throws IOException {
    FakeClouds buggy = FakeClouds.start();
    buggy.serve(
        HOST,
        request -> {
          throw new UnsupportedOperationException("not thought of");
        });
    try (WireClient client = WireClient.to(buggy, HOST)) {
      assertThat(client.post(HOST, "/", "").readHead()).startsWith("HTTP/1.1 500 ");
    }
    assertThatIllegalStateException()
        .isThrownBy(buggy::close)
        .withMessageContaining("not thought of");
  }

  @Test
  void faultsThatCannotBeAreToldInTheEnd() throws IOException {
    FakeClouds confused = FakeClouds.start();
    confused.misbehave(FakeAws.METADATA_HOST, Faults.certificate(CertificateKind.EXPIRED));
    try (WireClient client = WireClient.toMetadata(confused)) {
      assertThat(client.post("x", "/", "").readToTheEnd()).isEmpty();
    }
    assertThatIllegalStateException()
        .isThrownBy(confused::close)
        .withMessageContaining("169.254.169.254 has no certificate");
  }
}
