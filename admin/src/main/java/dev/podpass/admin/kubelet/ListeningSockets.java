// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

import dev.podpass.admin.node.NodeFiles;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** TCP sockets that listen, and whether a process holds them, as {@code /proc} shows them. */
final class ListeningSockets {
  private static final String LISTENING = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final int WORD = 4;

  /** The prefix of an IPv4 address in IPv6. */
  private static final String MAPPED = "0".repeat(16) + "FFFF0000";

  private static final Set<String> WILDCARDS = Set.of("0".repeat(8), "0".repeat(32));

  private ListeningSockets() {}

  /** The inodes of those that take connections to an address, as the process sees the network. */
  static List<String> of(NodeFiles files, String pid, InetAddress address, int port) {
    String local = hex(address.getAddress());
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
        .map(fields -> fields[INODE])
        .toList();
  }

  /** The kernel prints words of four bytes as numbers of a little-endian machine. */
  private static String hex(byte[] address) {
    StringBuilder text = new StringBuilder();
    for (int word = 0; word < address.length; word += WORD) {
      for (int i = WORD - 1; i >= 0; i--) {
        text.append(String.format(Locale.ROOT, "%02X", address[word + i]));
      }
    }
    return text.toString();
  }

  /** Whether all are descriptors of a process: one that is not may be the one that answers. */
  static boolean areHeldBy(NodeFiles files, String pid, List<String> inodes) {
    List<String> held = files.linksIn("/proc/" + pid + "/fd");
    return inodes.stream().allMatch(inode -> held.contains("socket:[" + inode + "]"));
  }
}
