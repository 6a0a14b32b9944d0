// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.FakeHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The names under which the clouds are known in the cluster, and what containerd knows of them. */
final class ClusterNetwork {
  private static final Path HOSTS = Path.of("/etc/hosts"); // The namespace's own.

  private final FakeClouds clouds;
  private final Path containerdHosts;
  private int hosts;

  ClusterNetwork(FakeClouds clouds, Path directory) {
    this.clouds = clouds;
    this.containerdHosts = directory.resolve("certs.d");
  }

  /** Gives a host an address, and serves it there. */
  void add(String host) {
    String address = "127.1.0." + ++hosts;
    clouds.serveAt(new InetSocketAddress(InetAddress.ofLiteral(address), 443), host);
    try {
      Files.writeString(HOSTS, address + " " + host + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a registry, which containerd is to trust. */
  void addRegistry(String host, FakeHost registry) {
    clouds.serve(host, registry);
    add(host);
    configure(
        host,
        """
        server = "https://%1$s"
        [host."https://%1$s"]
          ca = "%2$s"
        """
            .formatted(host, clouds.caFile()));
  }

  /** Has containerd pull images of a registry from a path of another one, and from nowhere else. */
  void mirror(String source, String host, String path) {
    configure(
        source,
        """
        server = "https://%1$s/v2/%2$s"
        override_path = true
        ca = "%3$s"
        [host."https://%1$s/v2/%2$s"]
          capabilities = ["pull", "resolve"]
          override_path = true
          ca = "%3$s"
        """
            .formatted(host, path, clouds.caFile()));
  }

  private void configure(String registry, String hosts) {
    try {
      Path directory = Files.createDirectories(containerdHosts.resolve(registry));
      Files.writeString(directory.resolve("hosts.toml"), hosts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
