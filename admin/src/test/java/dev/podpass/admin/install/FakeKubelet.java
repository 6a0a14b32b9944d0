// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.kubelet.HostCommands;
import dev.podpass.testkit.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Kubelet's process on a node in a directory, and a supervisor that behaves as systemd does for the
 * calls that podpass makes: a restart ends the process, and starts another that reads its
 * configuration, and ends if it does not take it.
 */
final class FakeKubelet {
  private static final long UPTIME = 999_999;

  /** Some minutes after the node's start: a kubelet is old whenever it is seen. */
  private static final long TICKS = 20_000;

  private final FakeNode node;
  private final List<List<String>> commands = new ArrayList<>();
  private String config = FakeNode.CONFIG;
  private String cgroup = "0::/system.slice/kubelet.service\n";
  private Optional<String> runningWith = Optional.empty();
  private int pid = 100;
  private int restarts;
  private Runnable duringRestart = () -> {};
  private boolean restartable = true;

  FakeKubelet(FakeNode node) throws IOException {
    this.node = node;
    node.write("/proc/uptime", UPTIME + ".00 1.00\n");
  }

  void startFirst() throws IOException {
    start(10_000);
  }

  void read(String directory) throws IOException {
    config = directory;
    stop();
    start(10_000);
  }

  void in(String unit) throws IOException {
    cgroup = "0::/system.slice/" + unit + "\n";
    node.write("/proc/" + pid + "/cgroup", cgroup);
  }

  private void start(long ticks) throws IOException {
    String text = configText();
    boolean complete =
        text.lines()
            .filter(line -> line.strip().startsWith("- name: "))
            .map(line -> line.strip().substring("- name: ".length()))
            .allMatch(name -> Files.exists(node.place(FakeNode.BIN + "/" + name)));
    if (text.contains("REFUSED") || !complete) {
      return;
    }
    pid++;
    String process = "/proc/" + pid;
    node.write(
        process + "/cmdline",
        String.join(
            "\0",
            "/usr/bin/kubelet",
            "--image-credential-provider-config=" + config,
            "--image-credential-provider-bin-dir=" + FakeNode.BIN,
            "--kubeconfig=/etc/kubernetes/kubelet.conf",
            "--healthz-port=0"));
    node.write(process + "/status", "Uid:\t0\t0\t0\t0\n");
    node.write(process + "/cgroup", cgroup);
    node.write(
        process + "/stat", pid + " (kubelet) S 1" + " 0".repeat(17) + " " + ticks + " 0 0\n");
    Files.createSymbolicLink(node.place(process + "/exe"), Path.of("../../usr/bin/kubelet"));
    runningWith = Optional.of(text);
  }

  /** From now on it is not restarted. */
  void restartsFail() {
    restartable = false;
  }

  /** What is done while it is restarted. */
  void whileRestarting(Runnable act) {
    duringRestart = act;
  }

  private String configText() throws IOException {
    Path path = node.place(config);
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

  /** It ends, and nothing starts it again. */
  void stop() {
    runningWith = Optional.empty();
    new Workspace(node.place("/proc/" + pid)).delete();
  }

  HostCommands.Output run(List<String> command, Duration limit) throws IOException {
    commands.add(command);
    String line = String.join(" ", command);
    if (line.endsWith(" --version")) {
      return version(command.getFirst());
    }
    if (line.equals("systemctl restart --no-block kubelet") || line.equals("/bin/sh -c again")) {
      if (restartable) {
        restarts++;
        stop();
        duringRestart.run();
        start(TICKS + pid);
      }
      return new HostCommands.Output(restartable ? 0 : 1, "denied");
    }
    return new HostCommands.Output(line.startsWith("systemctl reset-failed ") ? 0 : 1, "unknown");
  }

  private HostCommands.Output version(String program) throws IOException {
    Path file = node.place(program);
    boolean good = Files.isExecutable(file) && Files.readString(file).startsWith("#!podpass ");
    return new HostCommands.Output(good ? 0 : 126, good ? "podpass 0.1\n" : "Exec format error\n");
  }

  /** What it runs with, if it runs. */
  Optional<String> runningWith() {
    return runningWith;
  }

  int restarts() {
    return restarts;
  }

  List<List<String>> commands() {
    return commands;
  }
}
