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
sealed interface NoProxyRule {
  Pattern CIDR = Pattern.compile("(?<address>[0-9a-f.:]+)/(?<length>[0-9]{1,3})");
  Pattern HOST_AND_PORT =
      Pattern.compile("(?:\\[(?<ipv6>[^\\[\\]]*)]|(?<name>[^:\\[\\]]*)):(?<port>[^:\\[\\]]*)");

  boolean matches(String host, int port);

  /** {@code *}: every host. */
  record Everything() implements NoProxyRule {
    @Override
    public boolean matches(String host, int port) {
      return true;
    }
  }

  /** {@code 10.0.0.0/8}: hosts given as addresses in a network. */
  record Network(InetAddress address, int prefixLength) implements NoProxyRule {
    @Override
    public boolean matches(String host, int port) {
      return IpLiteral.parse(host).map(this::contains).orElse(false);
    }

    private boolean contains(InetAddress other) {
      byte[] mine = address.getAddress();
      byte[] theirs = other.getAddress();
      if (mine.length != theirs.length) {
        return false;
      }
      for (int bit = 0; bit < prefixLength; bit++) {
        int mask = 0x80 >> (bit % 8);
        if (((mine[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  /** {@code 10.0.0.1[:port]}: one address. */
  record Address(InetAddress address, String port) implements NoProxyRule {
    @Override
    public boolean matches(String host, int actual) {
      return IpLiteral.parse(host).filter(address::equals).isPresent() && samePort(port, actual);
    }
  }

  /** {@code example.com[:port]} with its subdomains, or {@code .example.com} for those alone. */
  record Domain(String suffix, boolean itself, String port) implements NoProxyRule {
    @Override
    public boolean matches(String host, int actual) {
      if (IpLiteral.parse(host).isPresent()) {
        return false;
      }
      String name = host.toLowerCase(Locale.ROOT);
      boolean same = itself && name.equals(suffix.substring(1));
      return (same || name.endsWith(suffix)) && samePort(port, actual);
    }
  }

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
      return Optional.of(new Everything());
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
      return Optional.of(new Address(address.get(), port));
    }
    return host.isEmpty() ? Optional.empty() : Optional.of(domain(host, port));
  }

  private static Optional<NoProxyRule> network(String literal, int length) {
    Optional<InetAddress> address = literal(literal);
    int size = address.map(a -> a.getAddress().length * 8).orElse(0);
    // An IPv4 network may be written in IPv6, as ::ffff:10.0.0.0/104.
    int prefix = size == 32 && literal.contains(":") ? length - 96 : length;
    return address
        .filter(_ -> 0 <= prefix && prefix <= size)
        .map(network -> new Network(network, prefix));
  }

  /** An address without brackets, which are needed with a port only, and without a zone. */
  private static Optional<InetAddress> literal(String text) {
    return text.startsWith("[") || text.contains("%") ? Optional.empty() : IpLiteral.parse(text);
  }

  private static NoProxyRule domain(String host, String port) {
    String name = host.startsWith("*.") ? host.substring(1) : host;
    boolean itself = !name.startsWith(".");
    return new Domain(ProxyAddress.ascii(itself ? "." + name : name), itself, port);
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
