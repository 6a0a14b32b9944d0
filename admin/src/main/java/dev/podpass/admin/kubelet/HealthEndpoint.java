// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

import dev.podpass.admin.node.NodeFiles;
import dev.podpass.core.http.PlainStatus;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Kubelet's {@code /healthz}, which it serves once it has read its configuration. The port is not
 * privileged: what answers there counts only if the socket is kubelet's own.
 *
 * @param address that is asked; empty if kubelet does not serve it
 */
public record HealthEndpoint(Optional<InetAddress> address, int port) {
  private static final String LOOPBACK_ADDRESS = "127.0.0.1";
  private static final int DEFAULT_PORT = 10248;
  private static final int LAST_PORT = 65_535;
  private static final Duration LIMIT = Duration.ofSeconds(2);

  // The fields of a line of /proc/net/tcp.
  private static final String LISTENING = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  /** The prefix of an IPv4 address in IPv6. */
  private static final String MAPPED = "0".repeat(16) + "FFFF0000";

  private static final Set<String> WILDCARDS = Set.of("0".repeat(8), "0".repeat(32));

  /** Whose socket listens there. */
  enum Owner {
    KUBELET,
    ANOTHER,
    NOBODY
  }

  /**
   * From kubelet's settings.
   *
   * @param address that kubelet listens on; a wildcard is asked on loopback
   * @param port 0 if kubelet does not serve it
   */
  public static HealthEndpoint of(Optional<String> address, Optional<String> port) {
    int number =
        port.filter(text -> text.matches("[0-9]{1,5}"))
            .map(Integer::parseInt)
            .filter(value -> value <= LAST_PORT)
            .orElse(DEFAULT_PORT);
    return new HealthEndpoint(
        number == 0 ? Optional.empty() : literal(address.orElse(LOOPBACK_ADDRESS)), number);
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      InetAddress address = InetAddress.ofLiteral(text);
      return Optional.of(
          !address.isAnyLocalAddress()
              ? address
              : InetAddress.ofLiteral(address instanceof Inet6Address ? "::1" : LOOPBACK_ADDRESS));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whose it is, as the network namespace of a process shows it. */
  Owner owner(NodeFiles files, String pid) {
    List<String> sockets = address.map(ip -> sockets(files, pid, ip)).orElse(List.of());
    if (sockets.isEmpty()) {
      return Owner.NOBODY;
    }
    // One that is not kubelet's may be the one that answers.
    return files.linksIn("/proc/" + pid + "/fd").containsAll(sockets)
        ? Owner.KUBELET
        : Owner.ANOTHER;
  }

  /** Those that listen there, as the links of descriptors name them. */
  private List<String> sockets(NodeFiles files, String pid, InetAddress listening) {
    String local = hex(listening.getAddress());
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    return Stream.of("tcp", "tcp6")
        .flatMap(table -> files.read("/proc/" + pid + "/net/" + table).stream())
        .flatMap(String::lines)
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields.length > INODE && fields[STATE].equals(LISTENING))
        .filter(fields -> fields[LOCAL_ADDRESS].endsWith(suffix))
        .filter(fields -> {
          String listens = fields[LOCAL_ADDRESS].replaceFirst(":.*", "");
          return listens.equals(local)
              || listens.equals(MAPPED + local)
              || WILDCARDS.contains(listens);
        })
        .map(fields -> "socket:[" + fields[INODE] + "]")
        .toList();
  }

  /** The kernel prints words of four bytes as numbers of a little-endian machine. */
  private static String hex(byte[] address) {
    ByteBuffer words = ByteBuffer.wrap(address).order(ByteOrder.LITTLE_ENDIAN);
    StringBuilder text = new StringBuilder();
    while (words.hasRemaining()) {
      text.append(String.format(Locale.ROOT, "%08X", words.getInt()));
    }
    return text.toString();
  }

  boolean isServed() {
    return address.isPresent();
  }

  /** Whether it says that kubelet is healthy. */
  boolean isGood() {
    return address
        .filter(ip -> PlainStatus.of(new InetSocketAddress(ip, port), "/healthz", LIMIT) == 200)
        .isPresent();
  }
}
