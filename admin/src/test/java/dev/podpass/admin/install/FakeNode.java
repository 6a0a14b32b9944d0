// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.check.NetworkAccess;
import dev.podpass.admin.journal.Checkpoint;
import dev.podpass.admin.journal.NodeWriter;
import dev.podpass.admin.journal.StateStore;
import dev.podpass.admin.kubelet.HostCommands;
import dev.podpass.admin.kubelet.NodeCommands;
import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.admin.kubeletconfig.KubernetesVersion;
import dev.podpass.admin.kubeletconfig.Placement;
import dev.podpass.admin.kubeletconfig.ProviderEntry;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.http.ConnectionSettings;
import dev.podpass.pull.Providers;
import dev.podpass.spi.http.Connections;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A node in a directory, whose supervisor behaves as systemd does for the calls that podpass makes:
 * a restart ends kubelet's process, and starts another that reads its configuration, serves {@code
 * /healthz} if it takes it, and ends if it does not.
 */
final class FakeNode implements AutoCloseable {
  static final String CONFIG = "/etc/kubernetes/credential-providers.yaml";
  static final String BIN = "/opt/plugins";
  static final String STOCK =
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

  private final Path root;
  private final HttpServer healthz;
  private final long boot = Instant.now().getEpochSecond() - 1_000;
  private final List<List<String>> commands = new ArrayList<>();
  private Predicate<String> accepts = text -> !text.contains("REFUSED");
  private String config = CONFIG;
  private String cgroup = "0::/system.slice/kubelet.service\n";
  private Optional<String> runningWith = Optional.empty();
  private int pid = 100;
  private int restarts;

  FakeNode(Path root) throws IOException {
    this.root = root;
    this.healthz = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    healthz.createContext(
        "/healthz",
        exchange -> {
          exchange.sendResponseHeaders(runningWith.isPresent() ? 200 : 500, -1);
          exchange.close();
        });
    healthz.start();
    write("/usr/bin/kubelet", "kubelet");
    write("/var/lib/kept", "");
    write("/proc/stat", "cpu 1\nbtime " + boot + "\n");
    write("/proc/sys/kernel/random/boot_id", "b00t\n");
    write("/proc/1/comm", "systemd\n");
    write(BIN + "/stock", "stock");
    write(CONFIG, STOCK);
    Files.setPosixFilePermissions(place(CONFIG), PosixFilePermissions.fromString("rw-r-----"));
    write("/image/podpass", "#!podpass 1");
    start(10_000);
  }

  /** Has kubelet read a directory of files. */
  FakeNode withDirectory(String directory) throws IOException {
    write(directory + "/stock.yaml", STOCK);
    config = directory;
    stop();
    start(10_000);
    return this;
  }

  FakeNode in(String unit) throws IOException {
    cgroup = "0::/system.slice/" + unit + "\n";
    write("/proc/" + pid + "/cgroup", cgroup);
    return this;
  }

  FakeNode accepting(Predicate<String> text) {
    accepts = text;
    return this;
  }

  /** Kubelet restarts by itself, as after an upgrade, and reads what is there. */
  void restartByItself() throws IOException {
    stop();
    start((Instant.now().getEpochSecond() - boot + 5) * 100 + pid);
  }

  private void start(long ticks) throws IOException {
    String text = configText();
    boolean complete =
        text.lines()
            .filter(line -> line.strip().startsWith("- name: "))
            .map(line -> line.strip().substring("- name: ".length()))
            .allMatch(name -> Files.exists(place(BIN + "/" + name)));
    if (!accepts.test(text) || !complete) {
      return;
    }
    pid++;
    String process = "/proc/" + pid;
    write(
        process + "/cmdline",
        String.join(
            "\0",
            "/usr/bin/kubelet",
            "--image-credential-provider-config=" + config,
            "--image-credential-provider-bin-dir=" + BIN,
            "--healthz-port=" + healthz.getAddress().getPort()));
    write(process + "/status", "Uid:\t0\t0\t0\t0\n");
    write(process + "/cgroup", cgroup);
    write(process + "/stat", pid + " (kubelet) S 1" + " 0".repeat(17) + " " + ticks + " 0 0\n");
    Files.createSymbolicLink(place(process + "/exe"), Path.of("../../usr/bin/kubelet"));
    runningWith = Optional.of(text);
  }

  private String configText() throws IOException {
    Path path = place(config);
    if (!Files.isDirectory(path)) {
      return Files.readString(path);
    }
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".yaml")).sorted().toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  private void stop() throws IOException {
    runningWith = Optional.empty();
    Path process = place("/proc/" + pid);
    if (Files.exists(process)) {
      try (Stream<Path> files = Files.list(process)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(process);
    }
  }

  HostCommands.Output run(List<String> command, Duration limit) throws IOException {
    commands.add(command);
    String line = String.join(" ", command);
    if (line.endsWith(" --version")) {
      return version(command.getFirst());
    }
    if (line.equals("systemctl restart --no-block kubelet") || line.equals("/bin/sh -c again")) {
      restarts++;
      stop();
      start((Instant.now().getEpochSecond() - boot) * 100 + restarts);
      return new HostCommands.Output(0, "");
    }
    if (line.startsWith("journalctl -u kubelet ")) {
      return new HostCommands.Output(0, "E1126 failed to validate REFUSED\n");
    }
    return new HostCommands.Output(line.startsWith("systemctl reset-failed ") ? 0 : 1, "unknown");
  }

  private HostCommands.Output version(String program) throws IOException {
    Path file = place(program);
    boolean good = Files.isExecutable(file) && Files.readString(file).startsWith("#!podpass ");
    return new HostCommands.Output(good ? 0 : 126, good ? "podpass 0.1\n" : "Exec format error\n");
  }

  Node node(Clock clock, Checkpoint checkpoint) {
    NodeFiles files = NodeFiles.below(root);
    return new Node(
        files,
        new NodeWriter(root, new StateStore(place("/var/lib/podpass"))),
        new NodeCommands(this::run, true),
        clock,
        text -> {},
        checkpoint);
  }

  PassReport install(String... args) {
    return install(Clock.systemUTC(), Checkpoint.NONE, args);
  }

  PassReport install(Clock clock, Checkpoint checkpoint, String... args) {
    return new NodeInstallation(node(clock, checkpoint)).install(request(restart(), args));
  }

  PassReport uninstall() {
    return uninstall(Checkpoint.NONE);
  }

  PassReport uninstall(Checkpoint checkpoint) {
    return new NodeInstallation(node(Clock.systemUTC(), checkpoint)).uninstall(restart());
  }

  static RestartPolicy restart() {
    return new RestartPolicy.Restart(Optional.empty(), Duration.ofMillis(1));
  }

  InstallRequest request(RestartPolicy restart, String... args) {
    ConfigDocument document =
        new ConfigDocument(
            List.of(
                new ProviderEntry(
                    "podpass-echo", EchoProvider.PROFILE, false, List.of(args), Map.of())),
            KubernetesVersion.LATEST);
    return new InstallRequest(
        document,
        new Placement.Last(),
        "podpass",
        place("/image/podpass"),
        Optional.empty(),
        Optional.empty(),
        restart,
        "0.1",
        new CheckContext(
            Providers.of(List.of(new EchoProvider())),
            (arguments, environment) -> flag -> Optional.empty(),
            Map.of(),
            new NoNetwork(),
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)));
  }

  private static final class NoNetwork implements NetworkAccess {
    @Override
    public <T> T with(ConnectionSettings settings, Function<Connections, T> work) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void progress(String text) {
      throw new UnsupportedOperationException();
    }
  }

  /** What kubelet runs with, if it runs. */
  Optional<String> runningWith() {
    return runningWith;
  }

  int restarts() {
    return restarts;
  }

  int pid() {
    return pid;
  }

  List<List<String>> commands() {
    return commands;
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
    Files.setPosixFilePermissions(place(path), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** All that is on the node's disk: content, mode and owner, by path. */
  Map<String, String> disk() throws IOException {
    Map<String, String> disk = new TreeMap<>();
    for (String top : List.of("etc", "opt", "var")) {
      try (Stream<Path> files = Files.walk(root.resolve(top))) {
        for (Path file : files.toList()) {
          disk.put(root.relativize(file).toString(), describe(file));
        }
      }
    }
    return disk;
  }

  private static String describe(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      return "-> " + Files.readSymbolicLink(file);
    }
    String attributes =
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) + Files.getOwner(file);
    return Files.isDirectory(file) ? attributes : attributes + " " + Files.readString(file);
  }

  @Override
  public void close() {
    healthz.stop(0);
  }
}
