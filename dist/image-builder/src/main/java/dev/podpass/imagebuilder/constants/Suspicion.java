// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.constants;

import java.io.File;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.SecureRandomSpi;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.TimeZone;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Whether a value belongs to one machine or to one draw of chance; says so in words. */
record Suspicion(MachineNames names) {
  /** But not how long one is. */
  private static final Pattern SEED =
      Pattern.compile("(?i).*(seed|salt|nonce).*(?<!len|length|bytes|size)");

  static Suspicion ofThisBuild() {
    return new Suspicion(MachineNames.ofThisProcess());
  }

  /** The suspicion about a field's value; the name is empty where no field holds it. */
  Optional<String> of(String field, Object value) {
    return switch (value) {
      case Number number when isSeed(field, number) -> line("seed", number, "");
      case RandomGenerator source -> line("chance", source, "");
      case SecureRandomSpi source -> line("chance", source, "");
      case UUID identifier -> line("chance", identifier, identifier);
      case ZoneOffset _ -> Optional.empty();
      case ZoneId zone -> line("zone", zone, zone.getId());
      case TimeZone zone -> line("zone", zone, zone.getID());
      case Clock clock -> line("clock", clock, clock);
      case InetAddress address -> line("host", address, address);
      case SocketAddress address -> line("host", address, address);
      case NetworkInterface network -> line("host", network, network.getName());
      case X509Certificate trusted ->
          line("certificate", trusted, trusted.getSubjectX500Principal());
      case File file -> line("path", file, file);
      case Path path -> line("path", path, path);
      case ProcessHandle process -> line("process", process, "");
      case Process process -> line("process", process, "");
      case String text when names.areIn(text) -> line("name", text, text);
      case Object other
          when other.getClass().getName().startsWith("java.lang.ProcessEnvironment") ->
          line("environment", other, "");
      case Object _ -> Optional.empty();
    };
  }

  private static boolean isSeed(String field, Number number) {
    return number.longValue() != 0 && SEED.matcher(field).matches();
  }

  /** The name of a hidden class differs from build to build. */
  private static Optional<String> line(String kind, Object value, Object text) {
    String type = value.getClass().getName().replaceFirst("/.*", "");
    return Optional.of((kind + ' ' + type + ' ' + text).strip());
  }
}
