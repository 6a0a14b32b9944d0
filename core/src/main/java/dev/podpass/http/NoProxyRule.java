// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One entry of {@code NO_PROXY}. */
sealed interface NoProxyRule {
  Pattern CIDR = Pattern.compile("(?<address>[0-9a-f.:]+)/(?<length>[0-9]{1,3})");
  Pattern HOST_AND_PORT =
      Pattern.compile("(?:\\[(?<ipv6>[0-9a-f.:]+)]|(?<name>[^:]+))(?::(?<port>[0-9]{1,5}))?");

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
  record Address(InetAddress address, OptionalInt port) implements NoProxyRule {
    @Override
    public boolean matches(String host, int actual) {
      return IpLiteral.parse(host).filter(address::equals).isPresent() && samePort(port, actual);
    }
  }

  /** {@code example.com[:port]} with its subdomains, or {@code .example.com} for those alone. */
  record Domain(String suffix, boolean itself, OptionalInt port) implements NoProxyRule {
    @Override
    public boolean matches(String host, int actual) {
      String name = host.toLowerCase(Locale.ROOT);
      boolean same = itself && name.equals(suffix.substring(1));
      return (same || name.endsWith(suffix)) && samePort(port, actual);
    }
  }

  /** Reads a list separated by commas; what is no rule is passed over, as Go does. */
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
    Optional<InetAddress> bare = IpLiteral.parse(entry);
    if (bare.isPresent()) {
      return Optional.of(new Address(bare.get(), OptionalInt.empty()));
    }
    Matcher host = HOST_AND_PORT.matcher(entry);
    return host.matches() ? Optional.of(hostRule(host)) : Optional.empty();
  }

  private static Optional<NoProxyRule> network(String literal, int prefixLength) {
    return IpLiteral.parse(literal)
        .filter(address -> prefixLength <= address.getAddress().length * 8)
        .map(address -> new Network(address, prefixLength));
  }

  private static NoProxyRule hostRule(Matcher host) {
    String digits = host.group("port");
    OptionalInt port =
        digits == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits));
    String name = host.group("name") == null ? host.group("ipv6") : host.group("name");
    Optional<InetAddress> address = IpLiteral.parse(name);
    if (address.isPresent()) {
      return new Address(address.get(), port);
    }
    String domain = name.startsWith("*.") ? name.substring(1) : name;
    return domain.startsWith(".")
        ? new Domain(domain, false, port)
        : new Domain("." + domain, true, port);
  }

  /** Go never sends these through a proxy, whatever the rules. */
  static boolean isThisMachine(String host) {
    return host.equals("localhost")
        || IpLiteral.parse(host).filter(InetAddress::isLoopbackAddress).isPresent();
  }

  private static boolean samePort(OptionalInt wanted, int actual) {
    return wanted.isEmpty() || wanted.getAsInt() == actual;
  }
}
