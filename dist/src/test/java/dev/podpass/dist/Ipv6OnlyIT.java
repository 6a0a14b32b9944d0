// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Shell;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.oidc.PodToken;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pulls in a network namespace that has no IPv4: each cloud's hosts are addresses of loopback. */
class Ipv6OnlyIT {
  private static final int CLONE_NEWNET = 0x40000000;
  private static final int HTTPS = 443;

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();

  static Stream<Arguments> pulls() {
    return Stream.of(
        row(
            "ECR",
            ExamplePulls::ecr,
            "sts.us-east-1.amazonaws.com",
            "api.ecr.us-east-1.amazonaws.com"),
        row("GAR", ExamplePulls::gar, "sts.googleapis.com", "iamcredentials.googleapis.com"),
        row("ACR", ExamplePulls::acr, "login.microsoftonline.com", ExampleWorld.ACR_REGISTRY),
        row(
            "Alibaba Cloud",
            ExamplePulls::alibaba,
            "sts.cn-hangzhou.aliyuncs.com",
            "cr.cn-hangzhou.aliyuncs.com"));
  }

  private static Arguments row(
      String id, Function<PodToken, PluginRequest> pull, String first, String second) {
    return argumentSet(id, pull, List.of(first, second));
  }

  @ParameterizedTest
  @MethodSource("pulls")
  void pullsWithoutIpv4(Function<PodToken, PluginRequest> pull, List<String> hosts)
      throws Exception {
    Shell shell = new Shell(clouds.directory(), Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"));
    assumeThat(shell.run("unshare --net --mount ip link && grep -q . /proc/net/if_inet6").status())
        .as("NOT TESTED: IPv6 only; not run as root, or without iproute2 or IPv6")
        .isZero();
    PluginRequest request = pull.apply(clouds.issuer().token());

    PluginRun run = inNamespace(() -> run(shell, request, hosts));

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
    assertThat(hosts)
        .allSatisfy(host -> assertThat(clouds.received().requestsTo(host)).isNotEmpty());
  }

  private PluginRun run(Shell shell, PluginRequest request, List<String> hosts) throws Exception {
    Shell.Result network = shell.run("ip link set lo up && ip -4 address flush dev lo");
    assertThat(network.status()).as(network.printed()).isZero();
    StringBuilder names = new StringBuilder();
    for (String host : hosts) {
      String address = "fd00::" + (hosts.indexOf(host) + 1);
      network = shell.run("ip -6 address add " + address + "/128 dev lo nodad");
      assertThat(network.status()).as(network.printed()).isZero();
      clouds.serveAt(new InetSocketAddress(InetAddress.ofLiteral(address), HTTPS), host);
      names.append(address).append(' ').append(host).append('\n');
    }
    Files.writeString(clouds.directory().resolve("hosts"), names);
    String mount = "mount --bind %s/hosts /etc/hosts && exec \"$@\"".formatted(clouds.directory());
    List<String> command =
        Stream.concat(
                Stream.of("unshare", "--mount", "sh", "-c", mount, "-"),
                BuiltProgram.command().stream())
            .toList();
    return Plugin.of(
            command, Map.of("SSL_CERT_FILE", clouds.caFile().toString(), "PODPASS_CACHE", "off"))
        .run(request);
  }

  /**
   * In a thread of its own: a network namespace is a thread's, and that of the processes it starts.
   */
  @SuppressWarnings("restricted") // The JDK has no other way to call unshare(2).
  private static <T> T inNamespace(Callable<T> work) throws Exception {
    Linker linker = Linker.nativeLinker();
    var unshare =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("unshare"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    FutureTask<T> task =
        new FutureTask<>(() -> {
          try {
            assertThat((int) unshare.invokeExact(CLONE_NEWNET)).isZero();
          } catch (Throwable e) {
            throw new IllegalStateException("unshare(2) failed", e);
          }
          return work.call();
        });
    Thread.ofPlatform().name("ipv6-only").start(task).join();
    return task.get();
  }
}
