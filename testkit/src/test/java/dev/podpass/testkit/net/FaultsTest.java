// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.WireClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
  private static final String HOST = "victim.example.com";

  @AutoClose private final FakeClouds clouds = FakeClouds.start();

  FaultsTest() {
    clouds.serve(HOST, request -> Answer.of(200, "text/plain", "the true answer"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 500, 503})
  void status(int status) throws IOException {
    assertThat(answerTo(Faults.status(status)))
        .startsWith("HTTP/1.1 " + status + " ")
        .endsWith("Content-Length: 0\r\n\r\n");
  }

  @Test
  void tooManyRequests() throws IOException {
    assertThat(answerTo(Faults.tooManyRequests(Duration.ofSeconds(3))))
        .startsWith("HTTP/1.1 429 Too Many Requests\r\n")
        .contains("\r\nRetry-After: 3\r\n");
  }

  @Test
  void garbage() throws IOException {
    assertThat(answerTo(Faults.garbage())).startsWith("HTTP/1.1 200 ").contains("It works!");
  }

  @Test
  void emptyBodyAndEmptyObject() throws IOException {
    assertThat(answerTo(Faults.emptyBody()))
        .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    clouds.behave();
    assertThat(answerTo(Faults.emptyObject())).endsWith("Content-Length: 2\r\n\r\n{}");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307})
  void redirectsToAHostThatIsServed(int status) throws IOException {
    URI elsewhere = clouds.elsewhere();

    assertThat(answerTo(Faults.redirect(status, elsewhere)))
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("\r\nLocation: https://elsewhere.example.com/\r\n");

    try (WireClient client = WireClient.to(clouds, elsewhere.getHost())) {
      assertThat(client.post(elsewhere.getHost(), "/", "").readHead()).startsWith("HTTP/1.1 200 ");
    }
    assertThat(clouds.received().requestsTo("elsewhere.example.com")).hasSize(1);
  }

  @Test
  void oversizeWithALength() throws IOException {
    String answer = answerTo(Faults.oversize(1_100_000));

    assertThat(answer).contains("\r\nContent-Length: 1100000\r\n");
    assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).hasSize(1_100_000);
  }

  @Test
  void oversizeInChunks() throws IOException {
    String answer = answerTo(Faults.oversizeInChunks(1_100_000));

    assertThat(answer)
        .hasSizeGreaterThan(1_100_000)
        .contains("\r\nTransfer-Encoding: chunked\r\n\r\n2000\r\n{\"filler\":\"xxx")
        .doesNotContain("Content-Length")
        .endsWith("\"}\r\n0\r\n\r\n");
  }

  @Test
  void gzip() throws IOException {
    String answer = answerTo(Faults.gzip());

    assertThat(answer).contains("\r\nContent-Encoding: gzip\r\n");
    byte[] body =
        answer.substring(answer.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes())
        .asString()
        .isEqualTo("the true answer");
  }

  @Test
  void closeUnread() throws IOException {
    assertThat(answerTo(Faults.closeUnread())).isEmpty();
    assertThat(clouds.received().requests()).isEmpty();
  }

  @Test
  void closeUnanswered() throws IOException {
    assertThat(answerTo(Faults.closeUnanswered())).isEmpty();
    assertThat(clouds.received().requestsTo(HOST)).hasSize(1);
    assertThat(clouds.received().answersOf(HOST)).isEmpty();
  }

  @Test
  void closeMidBody() throws IOException {
    assertThat(answerTo(Faults.closeMidBody()))
        .contains("\r\nContent-Length: 15\r\n")
        .endsWith("\r\n\r\nthe true");
  }

  @Test
  void hang() throws IOException {
    clouds.misbehave(HOST, Faults.hang());
    try (WireClient client = WireClient.to(clouds, HOST).patience(Duration.ofMillis(200))) {
      client.post(HOST, "/", "");

      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(client::readHead);
      assertThat(clouds.received().requestsTo(HOST)).hasSize(1);
    }
  }

  @Test
  void dripHeader() throws IOException {
    clouds.misbehave(HOST, Faults.dripHeader());
    try (WireClient client = WireClient.to(clouds, HOST)) {
      client.post(HOST, "/", "");

      assertThat(client.read(31)).isEqualTo("HTTP/1.1 200 OK\r\nX-Drip: ......");
    }
  }

  @Test
  void dripBody() throws IOException {
    clouds.misbehave(HOST, Faults.dripBody());
    try (WireClient client = WireClient.to(clouds, HOST)) {
      client.post(HOST, "/", "");

      assertThat(client.readHead()).contains("Content-Length: 1000000");
      assertThat(client.read(5)).isEqualTo(".....");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hang", "dripHeader", "dripBody"})
  void theEndOfTheFakesEndsWhatHangs(String name) throws IOException {
    Fault fault =
        switch (name) {
          case "hang" -> Faults.hang();
          case "dripHeader" -> Faults.dripHeader();
          default -> Faults.dripBody();
        };
    clouds.misbehave(HOST, fault);
    try (WireClient client = WireClient.to(clouds, HOST)) {
      client.post(HOST, "/", "");
      var ended = CompletableFuture.supplyAsync(client::readToTheEnd);

      clouds.close(); // Returns when no handler runs any more.

      assertThat(ended.join()).doesNotContain("true answer");
    }
  }

  @Test
  void happensSoOftenAndThenNoMore() throws IOException {
    clouds.misbehave(HOST, Faults.status(500), 2);
    clouds.misbehave(HOST, Faults.status(503), 1);
    try (WireClient client = WireClient.to(clouds, HOST)) {
      assertThat(client.post(HOST, "/", "").readHead()).startsWith("HTTP/1.1 500 ");
      assertThat(client.post(HOST, "/", "").readHead()).startsWith("HTTP/1.1 500 ");
      assertThat(client.post(HOST, "/", "").readHead()).startsWith("HTTP/1.1 503 ");
      assertThat(client.post(HOST, "/", "").readHead()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void happensWhereItIsToHappen() throws IOException {
    clouds.misbehave(Where.host(HOST).path("/bad"), Faults.status(500), 1);
    clouds.misbehave("other.example.com", Faults.status(501));
    try (WireClient client = WireClient.to(clouds, HOST)) {
      assertThat(client.post(HOST, "/good", "").readHead()).startsWith("HTTP/1.1 200 ");
      client.read("the true answer".length());
      assertThat(client.post(HOST, "/bad?q", "").readHead()).startsWith("HTTP/1.1 500 ");
    }
    clouds.misbehave(Where.anywhere(), Faults.status(502), 1);
    assertThat(answerTo(Faults.status(200))).startsWith("HTTP/1.1 502 ");
  }

  @Test
  void cannotDependOnAPathBeforeThereIsOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> clouds.misbehave(Where.host(HOST).path("/"), Faults.closeUnread(), 1));
  }

  @Test
  void roundTripsTakeTheirTime() throws IOException {
    clouds.delay(HOST, Duration.ofMillis(30));
    clouds.delay(Duration.ofHours(1)); // Not for this host.
    long start = System.nanoTime();

    try (WireClient client = WireClient.to(clouds, HOST)) {
      client.post(HOST, "/", "").readHead();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(90), Duration.ofSeconds(10));
  }

  /** All that a client sees that sends one request and closes. */
  private String answerTo(Fault fault) throws IOException {
    clouds.misbehave(HOST, fault);
    try (WireClient client = WireClient.to(clouds, HOST)) {
      client.post(HOST, "/", "", "Connection: close");
      return client.readToTheEnd();
    }
  }
}
