// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.http.proxy.ProxyRefusedException;
import dev.podpass.spi.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TunnelTest {
  private static final String BASIC = "Proxy-Authenticate: basic realm=\"x\"\r\n";
  private static final String OPEN = "HTTP/1.1 200 OK\r\n\r\n";

  @Test
  void asksOnceAndWithoutAPasswordIfThereIsNone() throws IOException {
    Proxy proxy = new Proxy("", OPEN);

    Tunnel.open(proxy, "cloud.example:443", Optional.empty());

    assertThat(proxy.received())
        .isEqualTo("CONNECT cloud.example:443 HTTP/1.1\r\nHost: cloud.example:443\r\n\r\n");
  }

  @Test
  void sendsThePasswordAtOnce() throws IOException {
    Proxy proxy = new Proxy("", OPEN);

    Tunnel.open(proxy, "cloud.example:443", Optional.of(Secret.of("Basic am9lOmE=")));

    assertThat(proxy.received().split("\r\n", -1))
        .containsExactly(
            "CONNECT cloud.example:443 HTTP/1.1",
            "Host: cloud.example:443",
            "Proxy-Authorization: Basic am9lOmE=",
            "",
            "");
  }

  @Test
  void asksNothingOfAProxyThatSpeaksFirst() {
    Proxy proxy = new Proxy(OPEN, "");

    assertThatThrownBy(() -> Tunnel.open(proxy, "cloud.example:443", Optional.empty()))
        .isInstanceOf(RejectedResponseException.class)
        .hasMessage("the proxy sends data before the CONNECT request");
    assertThat(proxy.received()).isEmpty();
  }

  static Stream<Arguments> unusable() {
    String more = "the proxy sends data after its answer to CONNECT";
    String noHttp = "the proxy does not answer in HTTP";
    return Stream.of(
        argumentSet("one byte more", OPEN + "x", more),
        argumentSet("a second answer", OPEN + OPEN, more),
        argumentSet("a body", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", more),
        argumentSet("no HTTP", "SSH-2.0-OpenSSH_9.9\r\n\r\n", noHttp),
        argumentSet("an endless line", "HTTP/1.1 200 " + "x".repeat(10_000), noHttp));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void takesNothingThatComesOutOfIt(String answer, String because) {
    Proxy proxy = new Proxy("", answer);

    assertThatThrownBy(() -> Tunnel.open(proxy, "cloud.example:443", Optional.empty()))
        .isInstanceOf(RejectedResponseException.class)
        .hasMessage(because);
  }

  @Test
  void aProxyThatClosesHasNotAnswered() {
    assertThatThrownBy(() -> Tunnel.open(new Proxy("", ""), "cloud.example:443", Optional.empty()))
        .isInstanceOf(ConnectionClosedException.class)
        .hasMessage("the proxy closed it without an answer");
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        argumentSet("password wanted", "407 Proxy Authentication Required", 407, "", null),
        argumentSet("NTLM", "407 No", 407, "Proxy-Authenticate: NTLM\r\n", null),
        argumentSet("both", "407 No", 407, BASIC + "Proxy-Authenticate: NTLM\r\n", null),
        argumentSet("later", "503 Busy", 503, "Retry-After: 7\r\n", "7"),
        argumentSet("another success", "204 No Content", 204, "", null),
        argumentSet("elsewhere", "302 Found", 302, "Location: https://x.example/\r\n", null));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void anythingButAnOkIsARefusal(String status, int code, String header, String later) {
    Proxy proxy = new Proxy("", "HTTP/1.1 " + status + "\r\n" + header + "\r\n");

    assertThatThrownBy(() -> Tunnel.open(proxy, "cloud.example:443", Optional.empty()))
        .asInstanceOf(InstanceOfAssertFactories.type(ProxyRefusedException.class))
        .satisfies(e -> {
          assertThat(e.status()).isEqualTo(code);
          assertThat(e.retryAfter()).isEqualTo(Optional.ofNullable(later));
          assertThat(e.offersBasic()).isEqualTo(!header.startsWith("Proxy-Authenticate: NTLM"));
        });
  }

  /** A connection to a proxy that answers when it has been asked. */
  private static final class Proxy extends Socket {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final InputStream answer;
    private InputStream sent;

    Proxy(String before, String answer) {
      this.sent = new ByteArrayInputStream(before.getBytes(ISO_8859_1));
      this.answer = new ByteArrayInputStream(answer.getBytes(ISO_8859_1));
    }

    String received() {
      return received.toString(ISO_8859_1);
    }

    @Override
    public InputStream getInputStream() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          return sent.read();
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
          return sent.read(into, from, length);
        }

        @Override
        public int available() throws IOException {
          return sent.available();
        }
      };
    }

    @Override
    public OutputStream getOutputStream() {
      return new OutputStream() {
        @Override
        public void write(int octet) {
          received.write(octet);
          sent = answer;
        }
      };
    }
  }
}
