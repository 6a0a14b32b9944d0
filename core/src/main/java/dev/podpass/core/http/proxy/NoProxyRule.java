// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.proxy;

import dev.podpass.spi.http.IpLiteral;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One entry of {@code NO_PROXY}. */
@FunctionalInterface
interface NoProxyRule {
  Pattern CIDR = Pattern.compile("(?<address>[0-9a-f.:]+)/(?<length>[0-9]{1,3})");
  Pattern HOST_AND_PORT =
      Pattern.compile("(?:\\[(?<ipv6>[^\\[\\]]*)]|(?<name>[^:\\[\\]]*)):(?<port>[^:\\[\\]]*)");

  boolean matches(String host, int port);

  /** Parses a list separated by commas; invalid entries are skipped, as in Go. */
  static List<NoProxyRule> parse(String list) {
    List<NoProxyRule> rules = new ArrayList<>();
    for (String entry : list.split(",", -1)) {
      one(entry.strip().toLowerCase(Locale.ROOT)).ifPresent(rules::add);
    }
    return List.copyOf(rules);
  }

  private static Optional<NoProxyRule> one(String entry) {
    if (entry.equals("*")) {
      return Optional.of((_, _) -> true);
    }
    Matcher cidr = CIDR.matcher(entry);
    if (cidr.matches()) {
      return network(cidr.group("address"), Integer.parseInt(cidr.group("length")));
    }
    Matcher split = HOST_AND_PORT.matcher(entry);
    boolean named = split.matches();
    String port = named ? split.group("port") : "";
    String host =
        named
            ? Objects.requireNonNullElseGet(split.group("ipv6"), () -> split.group("name"))
            : entry;
    Optional<InetAddress> address = literal(host);
    if (address.isPresent()) {
      return Optional.of(address(address.get(), port));
    }
    return host.isEmpty() ? Optional.empty() : Optional.of(domain(host, port));
  }

  /** {@code 10.0.0.0/8}: hosts given as addresses in a network. */
  private static Optional<NoProxyRule> network(String literal, int length) {
    Optional<InetAddress> address = literal(literal);
    int size = address.map(a -> a.getAddress().length * 8).orElse(0);
    // An IPv4 network may be written in IPv6, as ::ffff:10.0.0.0/104.
    int prefix = size == 32 && literal.contains(":") ? length - 96 : length;
    return address
        .filter(_ -> 0 <= prefix && prefix <= size)
        .map(network -> (host, _) -> contains(network, prefix, host));
  }

  private static boolean contains(InetAddress network, int prefix, String host) {
    byte[] mine = network.getAddress();
    byte[] theirs = IpLiteral.parse(host).map(InetAddress::getAddress).orElse(new byte[0]);
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if (((mine[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** {@code 10.0.0.1[:port]}: one address. */
  private static NoProxyRule address(InetAddress address, String port) {
    return (host, actual) ->
        IpLiteral.parse(host).filter(address::equals).isPresent() && samePort(port, actual);
  }

  /** An address without brackets, which are needed with a port only, and without a zone. */
  private static Optional<InetAddress> literal(String text) {
    return text.startsWith("[") || text.contains("%") ? Optional.empty() : IpLiteral.parse(text);
  }

  /** {@code example.com[:port]} with its subdomains, or {@code .example.com} for those alone. */
  private static NoProxyRule domain(String domain, String port) {
    String name = domain.startsWith("*.") ? domain.substring(1) : domain;
    boolean itself = !name.startsWith(".");
    String suffix = ProxyAddress.ascii(itself ? "." + name : name);
    return (host, actual) -> {
      String wanted = host.toLowerCase(Locale.ROOT);
      boolean same = itself && wanted.equals(suffix.substring(1));
      return IpLiteral.parse(host).isEmpty()
          && (same || wanted.endsWith(suffix))
          && samePort(port, actual);
    };
  }

  /** Go never sends requests to these through a proxy, whatever the rules. */
  static boolean isThisMachine(String host) {
    return host.equals("localhost")
        || IpLiteral.parse(host).filter(InetAddress::isLoopbackAddress).isPresent();
  }

  /** Compared as text, as in Go: {@code :0443} matches no request. */
  private static boolean samePort(String wanted, int actual) {
    return wanted.isEmpty() || wanted.equals(String.valueOf(actual));
  }
}
