// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseParserTest {
  private final ResponseParser parser = new ResponseParser();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nA: b\r\n\r\n",
        "HTTP/1.1 200 \r\nA:b \t\r\n\r\n",
        "HTTP/1.0 200\r\nA: b\r\n\r\n",
        "HTTP/1.1 200 d\u00e9j\u00e0 vu\nA: b\n\n"
      })
  void takesWhatIsWrittenAsItShouldBe(String wire) throws Exception {
    ClassicHttpResponse response = parse(wire + "rest");

    assertThat(response.getCode()).isEqualTo(200);
    assertThat(response.getHeaders()).singleElement().hasToString("A: b");
    assertThat(parser.holdsMore()).isTrue();
  }

  @Test
  void takesFiveInterimResponsesBeforeEachOther() throws Exception {
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 5; j++) {
        assertThat(parse("HTTP/1.1 103 Early Hints\r\n\r\n").getCode()).isEqualTo(103);
      }
      assertThat(parse("HTTP/1.1 200 OK\r\n\r\n").getCode()).isEqualTo(200);
    }
    for (int j = 0; j < 5; j++) {
      parse("HTTP/1.1 100 Continue\r\n\r\n");
    }
    assertThatThrownBy(() -> parse("HTTP/1.1 100 Continue\r\n\r\n"))
        .isInstanceOf(MessageConstraintException.class)
        .hasMessage("more than 5 interim responses");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\nHTTP/1.1 200 OK\r\n\r\n",
        " HTTP/1.1 200 OK\r\n\r\n",
        "x\r\nHTTP/1.1 200 OK\r\n\r\n",
        "http/1.1 200 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 600 OK\r\n\r\n",
        "HTTP/1.1 101 OK\r\n\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 200 O\u0000K\r\n\r\n",
        "HTTP/1.1 200 O\rK\r\n\r\n",
        "ICY 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\n A: b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\u0000c\r\n\r\n"
      })
  void refusesEverythingElse(String wire) {
    assertThatThrownBy(() -> parse(wire)).isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.",
        "HTTP/1.1 200 OK",
        "HTTP/1.1 200 OK\r\nA: b",
        "HTTP/1.1 200 OK\r\nA: b\r\n"
      })
  void tellsAnEndFromNonsense(String wire) {
    assertThatThrownBy(() -> parse(wire)).isInstanceOf(ConnectionClosedException.class);
  }

  @Test
  void boundsHowMuchThereIs() {
    assertThatThrownBy(() -> parse("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(201) + "\r\n"))
        .isInstanceOf(MessageConstraintException.class);
    assertThatThrownBy(() -> parse("HTTP/1.1 200 OK\r\nA: " + "b".repeat(9000) + "\r\n\r\n"))
        .isInstanceOf(MessageConstraintException.class);
  }

  private ClassicHttpResponse parse(String wire) throws IOException, HttpException {
    InputStream in = new ByteArrayInputStream(wire.getBytes(ISO_8859_1));
    ClassicHttpResponse response = parser.parse(new SessionInputBufferImpl(8192, 8192), in);
    return Objects.requireNonNull(response);
  }
}
