// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.podpass.admin.kubelet.HealthEndpoint.Owner;
import dev.podpass.admin.node.NodeFiles;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where kubelet's health is requested, and whose socket answers there. */
class HealthEndpointTest {
  private static final String HEADER =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
  private static final String ZEROS = "0".repeat(32);

  @TempDir private Path root;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                           |       | 127.0.0.1       | 10248
          0.0.0.0          | 10300 | 127.0.0.1       | 10300
          ::               |       | 0:0:0:0:0:0:0:1 | 10248
          ::1              |       | 0:0:0:0:0:0:0:1 | 10248
          10.0.0.5         | 1     | 10.0.0.5        | 1
          ::ffff:127.0.0.1 |       | 127.0.0.1       | 10248
          127.0.0.1        | ten   | 127.0.0.1       | 10248
          127.0.0.1        | -1    | 127.0.0.1       | 10248
          """)
  void isWhereKubeletListens(
      @Nullable String address, @Nullable String port, String asked, int expected) {
    HealthEndpoint endpoint = endpoint(address, port);

    assertThat(endpoint.isServed()).isTrue();
    assertThat(endpoint.address().map(InetAddress::getHostAddress)).contains(asked);
    assertThat(endpoint.port()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 0", "localhost, 10248", "'', 10248", "1.2.3.4.5, 10248"})
  void isNotServedAtPort0OrAtANameThatWouldBeResolved(String address, String port)
      throws IOException {
    HealthEndpoint endpoint = endpoint(address, port);
    listen("tcp", "00000000:2808", "0A", 4711);

    assertThat(endpoint.isServed()).isFalse();
    assertThat(endpoint.owner(files(), "7")).isEqualTo(Owner.NOBODY);
  }

  /** The port is 0x2808, which is 10248; kubelet holds the socket 4711. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127.0.0.1 | tcp  | 0100007F:2808                         | 0A | 4711 | KUBELET
          127.0.0.1 | tcp  | 00000000:2808                         | 0A | 4711 | KUBELET
          127.0.0.1 | tcp6 | 00000000000000000000000000000000:2808 | 0A | 4711 | KUBELET
          127.0.0.1 | tcp6 | 0000000000000000FFFF00000100007F:2808 | 0A | 4711 | KUBELET
          10.0.0.5  | tcp  | 0500000A:2808                         | 0A | 4711 | KUBELET
          ::1       | tcp6 | 00000000000000000000000001000000:2808 | 0A | 4711 | KUBELET
          ::1       | tcp6 | 00000000000000000000000000000000:2808 | 0A | 4711 | KUBELET
          2001:db8::5:6 | tcp6 | B80D0120000000000000000006000500:2808 | 0A | 4711 | KUBELET
          127.0.0.1 | tcp  | 0100007F:2808                         | 0A | 4712 | ANOTHER
          127.0.0.1 | tcp  | 00000000:2808                         | 0A | 4712 | ANOTHER
          127.0.0.1 | tcp6 | 00000000000000000000000000000000:2808 | 0A | 4712 | ANOTHER
          ::1       | tcp6 | 00000000000000000000000001000000:2808 | 0A | 4712 | ANOTHER
          127.0.0.1 | tcp  | 0100007F:2809                         | 0A | 4711 | NOBODY
          127.0.0.1 | tcp  | 0200007F:2808                         | 0A | 4711 | NOBODY
          127.0.0.1 | tcp  | 0100007F:2808                         | 01 | 4711 | NOBODY
          ::1       | tcp  | 0100007F:2808                         | 0A | 4711 | NOBODY
          """)
  void knowsWhoseSocketAnswers(
      String address, String table, String local, String state, int inode, Owner owner)
      throws IOException {
    listen(table, local, state, inode);

    assertThat(endpoint(address, null).owner(files(), "7")).isEqualTo(owner);
  }

  /** Either may answer. */
  @Test
  void twoSocketsOfWhichOneIsAnothersAreNotKubelets() throws IOException {
    listen("tcp", "0100007F:2808", "0A", 4711);
    listen("tcp6", ZEROS + ":2808", "0A", 4712);

    assertThat(endpoint(null, null).owner(files(), "7")).isEqualTo(Owner.ANOTHER);
  }

  @Test
  void isNobodysWithoutATableOrWithOneThatIsCut() throws IOException {
    assertThat(endpoint(null, null).owner(files(), "7")).isEqualTo(Owner.NOBODY);
    write("net/tcp", HEADER + "   0: 0100007F:2808 00000000:0000 0A\n\n");

    assertThat(endpoint(null, null).owner(files(), "7")).isEqualTo(Owner.NOBODY);
  }

  @ParameterizedTest
  @CsvSource({"200, true", "204, false", "500, false"})
  void isGoodIfItSaysSo(int status, boolean good) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/healthz",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    HealthEndpoint endpoint = endpoint("127.0.0.1", "" + server.getAddress().getPort());
    try {
      assertThat(endpoint.isGood()).isEqualTo(good);
    } finally {
      server.stop(0);
    }
    assertThat(endpoint.isGood()).isFalse();
  }

  /** The node's own address, as {@code healthzBindAddress} may have it. */
  @Test
  void asksAtAnAddressThatIsNoLoopback() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("0.0.0.0", 0), 0);
    server.createContext("/healthz", exchange -> exchange.sendResponseHeaders(200, -1));
    server.start();
    try {
      for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
        for (InetAddress own :
            each.inetAddresses().filter(Inet4Address.class::isInstance).toList()) {
          assertThat(endpoint(own.getHostAddress(), "" + server.getAddress().getPort()).isGood())
              .as("%s", own)
              .isTrue();
        }
      }
    } finally {
      server.stop(0);
    }
  }

  private static HealthEndpoint endpoint(@Nullable String address, @Nullable String port) {
    return HealthEndpoint.of(Optional.ofNullable(address), Optional.ofNullable(port));
  }

  private NodeFiles files() {
    return NodeFiles.below(root);
  }

  private void listen(String table, String local, String state, int inode) throws IOException {
    write(
        "net/" + table,
        HEADER
            + "   0: %s 00000000:0000 %s 00000000:00000000 00:00000000 00000000     0        0 %d 1 0\n"
                .formatted(local, state, inode));
    Path socket = root.resolve("proc/7/fd/3");
    Files.createDirectories(socket.getParent());
    Files.deleteIfExists(socket);
    Files.createSymbolicLink(socket, Path.of("socket:[4711]"));
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve("proc/7").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
