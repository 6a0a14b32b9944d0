// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A kubelet that knows nothing of podpass: it has the plugin of another vendor, as a cloud's images
 * have, and runs under {@code conformance/cluster/service.sh} as it runs under systemd on a node.
 */
final class KubeletService {
  /** Where the node's vendor keeps what kubelet needs; root alone may write there. */
  static final Path HOME = Path.of("/var/lib/cloud");

  static final Path PROVIDERS = HOME.resolve("credential-providers.yaml");
  static final Path PLUGINS = HOME.resolve("bin");

  /** The feature gate without which kubelet accepts no {@code tokenAttributes}. */
  static final String TOKEN_GATE = "KubeletServiceAccountTokenForCredentialProviders";

  private static final String REFUSES_PODPASS = "kubelet.refuses-podpass";
  private static final Path STATE = Path.of("/run/kubelet.service");
  private static final String VENDORS =
      """
      # The vendor's own.
      apiVersion: kubelet.config.k8s.io/v1
      kind: CredentialProviderConfig
      providers:
      - name: vendor-plugin
        apiVersion: credentialprovider.kubelet.k8s.io/v1
        matchImages: ["*.vendor.example.com"]
        defaultCacheDuration: 0s
      """;

  private final Path configuration;

  /** The one of a node that was started with {@link #start}. */
  KubeletService(ClusterNode node) {
    this.configuration = node.directory().resolve("kubelet.yaml");
  }

  /** Starts what runs it, and ends with it. */
  static Process start(Path directory, Map<String, String> environment) {
    try {
      Files.createDirectories(PLUGINS);
      executable(PLUGINS.resolve("vendor-plugin"), "#!/bin/sh\nexit 1\n");
      Files.writeString(PROVIDERS, VENDORS);
      Files.setPosixFilePermissions(PROVIDERS, PosixFilePermissions.fromString("rw-r-----"));
      Files.setAttribute(PROVIDERS, "unix:gid", 4);
      Path unit = directory.resolve("kubelet.service");
      executable(unit, unit(directory, environment));
      String service = Path.of(Kubelet.property("cluster.kubelet")) + "/../../service.sh";
      String log = directory.resolve("kubelet.log").toString();
      return new ProcessBuilder(
              Path.of(service).normalize().toString(), "kubelet", unit.toString(), log)
          .inheritIO()
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String unit(Path directory, Map<String, String> environment) {
    List<String> lines = new ArrayList<>(List.of("#!/bin/sh"));
    environment.forEach((name, value) -> lines.add("export " + name + "='" + value + "'"));
    // While podpass is not configured, neither kubelet's arguments nor its files show it.
    lines.add(
        "[ -e %s ] && grep -q podpass %s && more=--feature-gates=%s=false"
            .formatted(directory.resolve(REFUSES_PODPASS), PROVIDERS, TOKEN_GATE));
    lines.add(
        "exec "
            + HOME
            + "/kubelet "
            + String.join(" ", ClusterKubelet.arguments(directory, PROVIDERS, PLUGINS))
            + " $more");
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The id of kubelet's process; empty while there is none. */
  String process() {
    try {
      for (String id : Files.readAllLines(STATE.resolve("processes"))) {
        if (commandLine(id).startsWith(HOME + "/kubelet\0")) {
          return id;
        }
      }
      return "";
    } catch (IOException _) {
      return "";
    }
  }

  /** The arguments that it runs with. */
  String flags() {
    return commandLine(process());
  }

  private static String commandLine(String id) {
    try {
      return Files.readString(Path.of("/proc", id, "cmdline"));
    } catch (IOException _) {
      return "";
    }
  }

  /** How often {@code systemctl} was called to restart it. */
  int restarts() {
    try {
      Path calls = STATE.resolve("calls");
      return Files.exists(calls)
          ? (int) Files.readAllLines(calls).stream().filter(it -> it.startsWith("restart")).count()
          : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Restarts it, as a reboot or an administrator does. */
  void restart() {
    String before = process();
    Command.run("systemctl", "restart", "--no-block", "kubelet");
    ClusterNode.await(
        "another kubelet",
        () -> {
          String now = process(); // One look: between two, the former one ends.
          return !now.isEmpty() && !now.equals(before);
        });
  }

  /** Has the next kubelet refuse the configuration if it names podpass, or not any more. */
  void refusePodpass(boolean refuse) throws IOException {
    Path file = configuration.resolveSibling(REFUSES_PODPASS);
    if (refuse) {
      Files.createFile(file);
    } else {
      Files.delete(file);
    }
  }

  /** Its {@code KubeletConfiguration}, which it reads when it starts. */
  Path configuration() {
    return configuration;
  }
}
