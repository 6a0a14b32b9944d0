// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.admin.kubeletconfig.ConfigMerge.Placement;
import dev.podpass.admin.kubeletconfig.ProviderEntry;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.node.TestPrograms;
import dev.podpass.spi.Entry;
import dev.podpass.spi.Hosts;
import dev.podpass.spi.testing.FakeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A node in a directory, with a kubelet, and podpass at work on it. */
final class FakeNode {
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
  private final List<Duration> waits = new ArrayList<>();
  private final FakeKubelet kubelet;

  FakeNode(Path root) throws IOException {
    this.root = root;
    this.kubelet = new FakeKubelet(this);
    write("/usr/bin/kubelet", "kubelet");
    write("/var/lib/kept", "");
    write("/proc/sys/kernel/random/boot_id", "a-boot\n");
    write("/proc/1/cmdline", "/sbin/init");
    write(BIN + "/stock", "stock");
    write(CONFIG, STOCK);
    Files.setPosixFilePermissions(place(CONFIG), PosixFilePermissions.fromString("rw-r-----"));
    write("/image/podpass", "#!podpass 1");
    kubelet.startFirst();
  }

  /** Has kubelet read a directory of files. */
  FakeNode withDirectory(String directory) throws IOException {
    write(directory + "/stock.yaml", STOCK);
    kubelet.read(directory);
    return this;
  }

  FakeNode in(String unit) throws IOException {
    kubelet.in(unit);
    return this;
  }

  NodeAccess node(Clock clock) {
    return new NodeAccess(
        NodeFiles.below(root, Optional.of(root)),
        new StateDirectory(place("/var/lib/podpass")),
        kubelet::run,
        List.of("echo"),
        clock,
        _ -> {},
        _ -> {},
        () -> {});
  }

  NodeStatus status() {
    return NodeStatus.of(node(Clock.systemUTC()));
  }

  PassReport install(String... args) {
    return install(request(restart(), args));
  }

  PassReport install(InstallRequest request) {
    return installation(Clock.systemUTC()).install(request, Duration.ZERO, waits::add);
  }

  NodeInstallation installation(Clock clock) {
    return new NodeInstallation(node(clock));
  }

  /** A pass of the reconciler, which waits where an operator does not. */
  PassReport reconcile(Clock clock, String... args) {
    return reconcile(clock, Duration.ZERO, args);
  }

  PassReport reconcile(Clock clock, Duration spread, String... args) {
    InstallRequest request = request(restart(), args);
    return installation(clock)
        .install(changed(request, request.config(), request.binDir(), false), spread, waits::add);
  }

  /** How long passes waited before they restarted kubelet. */
  List<Duration> waits() {
    return waits;
  }

  /** A request with the paths of {@code --config-file} and {@code --bin-dir}. */
  InstallRequest requestFor(String config, String binDir, RestartPolicy restart) {
    return changed(request(restart), Optional.of(config), Optional.of(binDir), true);
  }

  private static InstallRequest changed(
      InstallRequest request, Optional<String> config, Optional<String> binDir, boolean insists) {
    return new InstallRequest(
        request.document(),
        request.completed(),
        request.placement(),
        request.name(),
        request.executable(),
        config,
        binDir,
        request.restart(),
        insists,
        request.denied(),
        request.checks());
  }

  PassReport uninstall() {
    return uninstall(restart());
  }

  PassReport uninstall(RestartPolicy restart) {
    return installation(Clock.systemUTC())
        .uninstall(restart, TestPrograms.context(new FakeProvider("echo", "registry.example.com")));
  }

  static RestartPolicy restart() {
    return new RestartPolicy(true, Optional.empty(), Duration.ofMillis(1));
  }

  static RestartPolicy never() {
    return new RestartPolicy(false, Optional.empty(), Duration.ofMillis(1));
  }

  PassReport installFirst() {
    return install(request(new Placement.First(), restart()));
  }

  /** Replaces an entry, from which podpass's takes the lines that begin with {@code their}. */
  PassReport installReplacing(String replaced, String... args) {
    return install(request(new Placement.Replacing(replaced), restart(), args));
  }

  InstallRequest request(RestartPolicy restart, String... args) {
    return request(new Placement.Last(), restart, args);
  }

  private static ConfigDocument document(Stream<String> args) {
    return new ConfigDocument(
        List.of(
            new ProviderEntry(
                "podpass-echo",
                Optional.empty(),
                Entry.of(
                    Hosts.matching(List.of("registry.example.com"), _ -> true), "echo-audience"),
                List.of(),
                List.of(),
                args.toList(),
                Map.of())));
  }

  private InstallRequest request(Placement placement, RestartPolicy restart, String... args) {
    return new InstallRequest(
        document(Stream.of(args)),
        text ->
            document(
                Stream.concat(
                    Stream.of(args),
                    text.lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith("- --their"))
                        .map(line -> line.substring(2)))),
        placement,
        "podpass",
        place("/image/podpass"),
        Optional.empty(),
        Optional.empty(),
        restart,
        true,
        List.of(),
        TestPrograms.context(new FakeProvider("echo", "registry.example.com")));
  }

  FakeKubelet kubelet() {
    return kubelet;
  }

  /** What kubelet runs with, if it runs. */
  Optional<String> runningWith() {
    return kubelet.runningWith();
  }

  int restarts() {
    return kubelet.restarts();
  }

  List<List<String>> commands() {
    return kubelet.commands();
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
}
