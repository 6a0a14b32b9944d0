// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.testkit.FakeClouds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The names under which the clouds are known in the cluster, and what containerd knows of them. */
final class ClusterNetwork implements AutoCloseable {
  private static final Path HOSTS = Path.of("/etc/hosts"); // The namespace's own.

  private final FakeClouds clouds;
  private final Path containerdHosts;
  private final List<HostRelay> relays = new ArrayList<>();

  ClusterNetwork(FakeClouds clouds, Path directory) {
    this.clouds = clouds;
    this.containerdHosts = directory.resolve("certs.d");
  }

  /** Gives a host an address, and serves it there. */
  void add(String host) {
    String address = "127.1.0." + (relays.size() + 1);
    relays.add(HostRelay.start(host, address, clouds.proxy()));
    try {
      Files.writeString(HOSTS, address + " " + host + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a registry, which containerd is to trust. */
  void addRegistry(String host, RegistryFront front) {
    clouds.serve(host, front);
    add(host);
    try {
      Path directory = Files.createDirectories(containerdHosts.resolve(host));
      Files.writeString(
          directory.resolve("hosts.toml"),
          "server = \"https://%s\"\n[host.\"https://%s\"]\n  ca = \"%s\"\n"
              .formatted(host, host, clouds.caFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has containerd pull images of a registry from a path of another one, and from nowhere else. */
  void mirror(String source, String host, String path) {
    try {
      Path directory = Files.createDirectories(containerdHosts.resolve(source));
      Files.writeString(
          directory.resolve("hosts.toml"),
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
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (HostRelay relay : relays) {
      relay.close();
    }
  }
}
