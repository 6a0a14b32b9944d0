// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A node below a directory, for {@code podpass node --root}.
 *
 * @param shell where podpass and those scripts are
 * @param root of the node
 * @param healthz kubelet's, good while it runs
 */
record MadeUpNode(Shell shell, Path root, HttpServer healthz) implements AutoCloseable {
  static final String CONFIG = "/etc/kubernetes/credential-providers.yaml";
  static final String BIN = "/opt/plugins";

  /** In a configuration, it keeps kubelet from starting. */
  static final String REFUSED = "REFUSED";

  private static final String STOCK =
      """
      # the node's own
      apiVersion: kubelet.config.k8s.io/v1
      kind: CredentialProviderConfig
      providers:
        - name: stock
          matchImages: [gcr.io]
          defaultCacheDuration: 12h
          apiVersion: credentialprovider.kubelet.k8s.io/v1
      """;

  /** Kubelet runs on it, and podpass is not there yet. */
  static MadeUpNode in(Path folder) throws IOException {
    return in(folder, CONFIG, BIN, "stock", STOCK);
  }

  /** The same with kubelet's paths, and the plugin and the configuration that a platform has. */
  static MadeUpNode in(Path folder, String config, String bin, String plugin, String stock)
      throws IOException {
    Path root = Files.createDirectory(folder.resolve("node"));
    HttpServer healthz =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Shell shell = BuiltShell.in(folder, Map.of());
    MadeUpNode node = new MadeUpNode(shell, root, healthz);
    healthz.createContext(
        "/healthz",
        exchange -> {
          exchange.sendResponseHeaders(node.isHealthy() ? 200 : 500, -1);
          exchange.close();
        });
    healthz.start();
    node.write("/usr/bin/kubelet", "kubelet");
    node.write("/var/lib/kept", "");
    node.write("/proc/uptime", "999999.00 1.00\n");
    String boot = "/proc/sys/kernel/random/boot_id";
    node.write(boot, Files.readString(Path.of(boot)));
    node.write("/proc/1/comm", "systemd\n");
    node.write("/starts", "0\n");
    node.write("/socket", "4711\n");
    node.write("/commands", "");
    shell.program("stock", "exit 1\n");
    Files.createDirectories(node.place(bin));
    Files.copy(folder.resolve("stock"), node.place(bin).resolve(plugin));
    node.write(config, stock);
    new Supervisor(root, healthz.getAddress().getPort(), config, bin).writeTo(shell);
    shell.run("chmod -R go-w node; chmod 640 node" + config + "; restart-kubelet");
    return node;
  }

  /** A command that changes the node, with what each of them needs here. */
  Shell.Result podpass(String command) {
    return shell.run(line(command));
  }

  /** The same as a line for the shell. */
  String line(String command) {
    String executable =
        command.startsWith("install") || command.startsWith("reconcile")
            ? " --executable='" + shell.directory().resolve("podpass") + "'"
            : "";
    String patience = command.startsWith("status") ? "" : " --health-timeout=1s";
    return "podpass node " + command + " --root=node" + executable + patience;
  }

  /** The processes that are kubelet. */
  List<String> kubelet() throws IOException {
    try (Stream<Path> processes = Files.list(root.resolve("proc"))) {
      return processes
          .filter(process -> Files.exists(process.resolve("cmdline")))
          .map(process -> process.getFileName().toString())
          .toList();
    }
  }

  private boolean isHealthy() throws IOException {
    List<String> kubelet = kubelet();
    return !kubelet.isEmpty()
        && Files.exists(place("/proc/" + kubelet.getFirst() + "/read"))
        && Files.exists(place("/proc/read"));
  }

  /** How often it has been restarted. */
  int restarts() throws IOException {
    return Integer.parseInt(read("/starts").strip()) - 1;
  }

  /** The configuration that kubelet runs with. */
  String runningWith() throws IOException {
    return read("/proc/read");
  }

  Path place(String path) {
    return root.resolve(path.substring(1));
  }

  String read(String path) throws IOException {
    return Files.readString(place(path));
  }

  void write(String path, String text) throws IOException {
    Files.createDirectories(place(path).getParent());
    Files.write(place(path), text.getBytes(UTF_8));
  }

  /** All on the node's disk: type, mode, owner, group, time and content, by path. */
  Map<String, String> disk() throws IOException {
    Map<String, String> disk = new TreeMap<>();
    for (String top : List.of("etc", "home", "opt", "usr", "var")) {
      if (!Files.exists(root.resolve(top))) {
        continue;
      }
      try (Stream<Path> files = Files.walk(root.resolve(top))) {
        for (Path file : files.toList()) {
          disk.put("/" + root.relativize(file), describe(file));
        }
      }
    }
    return disk;
  }

  private static String describe(Path file) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(file, "unix:mode,uid,gid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    String owned =
        "%o %s:%s"
            .formatted(
                (Integer) attributes.get("mode"), attributes.get("uid"), attributes.get("gid"));
    return Files.isSymbolicLink(file)
        ? "-> " + Files.readSymbolicLink(file)
        : Files.isDirectory(file)
            ? owned
            : owned + " " + attributes.get("lastModifiedTime") + "\n" + Files.readString(file);
  }

  @Override
  public void close() {
    healthz.stop(0);
  }
}
