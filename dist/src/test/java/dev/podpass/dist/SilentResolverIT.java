// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginRun;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A DNS server that never answers: the deadline ends while a name is resolved. */
class SilentResolverIT {
  private static final int DNS = 53;

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();

  @Test
  void theDeadlineIsReportedAsThat() throws Exception {
    String mount = "mount --bind %s /etc/resolv.conf && exec \"$@\"".formatted(configuration());
    List<String> unshared = List.of("unshare", "--mount", "sh", "-c", mount, "-");
    assumeThat(new ProcessBuilder(with(unshared, List.of("true"))).start().waitFor()).isZero();

    try (DatagramSocket silent =
        new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.153"), DNS))) {
      PluginRun run =
          Plugin.of(
                  with(unshared, BuiltProgram.command("--deadline=4s")),
                  new BuiltProgram(clouds).with("NO_PROXY", "*").environment())
              .run(ExamplePulls.ecr(clouds.issuer().token()));

      Contract.assertFails(clouds, run, 75, "no answer within the deadline of 4 s");
      assertThat(run.duration()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(6));
      assertThat(silent.isClosed()).isFalse();
    }
  }

  private Path configuration() throws Exception {
    return Files.writeString(clouds.directory().resolve("resolv.conf"), "nameserver 127.0.0.153\n");
  }

  private static List<String> with(List<String> command, List<String> more) {
    return Stream.concat(command.stream(), more.stream()).toList();
  }
}
