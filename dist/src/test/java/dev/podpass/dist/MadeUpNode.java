// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.Shell;
import dev.podpass.testkit.kubelet.StockConfiguration;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A node whose root is a directory, with a process tree and mounts of its own, for {@code podpass
 * node --root}.
 *
 * @param shell where podpass and those scripts are
 * @param root of the node
 * @param namespaces of the node
 */
record MadeUpNode(Shell shell, Path root, NodeNamespaces namespaces) implements AutoCloseable {
  static final String CONFIG = "/etc/kubernetes/credential-providers.yaml";
  static final String BIN = "/opt/plugins";

  /** In a configuration, it keeps kubelet from starting. */
  static final String REFUSED = "REFUSED";

  /** Has a test do something while podpass is tried on the node. */
  private static final String TRIAL = "[ ! -e /srv/trial ] || . /srv/trial\n";

  /** Below the ports that connections are given. */
  private static final int FIRST_PORT = 11_000;

  private static final int LAST_PORT = 32_000;

  /** Kubelet runs on it, and podpass is not there yet. */
  static MadeUpNode in(Path folder) throws IOException {
    return in(folder, "");
  }

  /** The same with more mounts, as commands of a shell beside {@code node}. */
  static MadeUpNode in(Path folder, String mounts) throws IOException {
    return in(folder, CONFIG, BIN, "stock", StockConfiguration.TEXT, mounts);
  }

  /** The same with kubelet's paths, and the plugin and the configuration that a platform has. */
  static MadeUpNode in(
      Path folder, String config, String bin, String plugin, String stock, String mounts)
      throws IOException {
    Path root = Files.createDirectory(folder.resolve("node"));
    Shell shell = BuiltProgram.shell(folder, Map.of("PATH", "/srv/bin:/usr/bin:/bin"));
    Path podpass = folder.resolve("podpass");
    Files.writeString(podpass, Files.readString(podpass).replaceFirst("\n", "\n" + TRIAL));
    new Supervisor(root, freePort(), config, bin).writeTo();
    Files.copy(folder.resolve("podpass"), root.resolve("srv/bin/podpass"));
    Path plugins = Files.createDirectories(root.resolve(bin.substring(1)));
    shell.program("stock", "exit 1\n");
    Files.copy(folder.resolve("stock"), plugins.resolve(plugin));
    write(root, "/var/lib/kept", "");
    write(root, config, stock);
    shell.run("chmod -R go-w node; chmod 640 node" + config);
    MadeUpNode node = new MadeUpNode(shell, root, NodeNamespaces.start(shell, mounts));
    var _ = shell.program("restart-kubelet", "exec in-node restart-kubelet\n");
    assertThat(shell.run("restart-kubelet").status()).isZero();
    assertThat(node.kubelet()).hasSize(1);
    return node;
  }

  private static int freePort() throws IOException {
    for (int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT); ; port++) {
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (BindException _) {
        // The next one.
      }
    }
  }

  /** A command that changes the node, with what each of them needs here. */
  Shell.Result podpass(String command) {
    return shell.run(line(command));
  }

  /** The same as a line for the shell. */
  String line(String command) {
    return "on-node " + beside(command);
  }

  /**
   * The same for a shell that is beside the node. A kubelet that cannot start is waited for to the
   * end; one that can may take its time on a busy machine.
   */
  String beside(String command) {
    String executable =
        !command.contains(" --executable=")
                && (command.startsWith("install") || command.startsWith("reconcile"))
            ? " --executable='" + shell.directory().resolve("podpass") + "'"
            : "";
    String patience =
        command.startsWith("status") || command.contains(" --health-timeout=")
            ? ""
            : " --health-timeout=" + (command.contains(REFUSED) ? "1s" : "30s");
    String spread =
        command.startsWith("reconcile") && !command.contains(" --spread=") ? " --spread=0s" : "";
    return "podpass node " + command + " --root=node" + executable + patience + spread;
  }

  /** Runs a command in the node, as an operator does: the node is its machine. */
  Shell.Result inside(String command) {
    return shell.run("in-node podpass node " + command + " --health-timeout=30s");
  }

  /** The processes that are kubelet. */
  List<Long> kubelet() {
    return namespaces.processes("kubelet");
  }

  /** Starts a process that is called kubelet, and does nothing. */
  void runKubelet(String program, String flags) {
    Shell.Result started =
        shell.run(
            """
            in-node sh -c '
              setsid %s -e "sleep 1000" -- %s </dev/null >/dev/null 2>&1 &
              until read name </proc/$!/comm && [ $name = kubelet ]; do sleep 0.005; done'
            """
                .formatted(program, flags));
    assertThat(started.status()).as(started.printed()).isZero();
  }

  /** Ends kubelet, and nothing starts it again. */
  void stopKubelet() {
    assertThat(shell.run("in-node sh -c 'kill -9 $(cat /run/kubelet/pid)'").status()).isZero();
    namespaces.awaitAllBut("none");
  }

  /** Has kubelet say that it is ill, from now on. */
  void ill() throws IOException {
    write("/run/kubelet/ill", "");
  }

  /** Has another process answer in kubelet's place, from its next start on. */
  void losesItsPort(int status) throws IOException {
    write(
        "/srv/before-start",
        """
        [ -e pretends ] || setsid perl /srv/kubelet.pl --pretend=%d --healthz-port=%d 9>&- </dev/null >/dev/null 2>&1 &
        until [ -e pretends ]; do sleep 0.005; done
        """
            .formatted(status, port()));
  }

  private int port() throws IOException {
    Matcher port =
        Pattern.compile("--healthz-port=([0-9]+)").matcher(read("/srv/bin/restart-kubelet"));
    assertThat(port.find()).isTrue();
    return Integer.parseInt(port.group(1));
  }

  /** How often it has been restarted. */
  int restarts() throws IOException {
    return Integer.parseInt(read("/run/kubelet/starts").strip()) - 1;
  }

  /** The configuration that kubelet runs with. */
  String runningWith() throws IOException {
    return read("/run/kubelet/read");
  }

  /** What podpass has run on the node. */
  String commands() throws IOException {
    return read("/run/commands");
  }

  Path place(String path) {
    return root.resolve(path.substring(1));
  }

  String read(String path) throws IOException {
    return Files.readString(place(path));
  }

  void write(String path, String text) throws IOException {
    write(root, path, text);
  }

  private static void write(Path root, String path, String text) throws IOException {
    Path file = root.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    Files.write(file, text.getBytes(UTF_8));
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
    namespaces.close();
  }
}
