// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A made-up node on which everything happens at once, as a seed has it. */
final class StormedNode implements AutoCloseable {
  static final Map<String, Integer> TALLY = new TreeMap<>();

  private static final List<String> OPTIONS =
      List.of(
          "--providers=acr",
          "--providers=acr,ecr",
          "--providers=acr --first",
          "--providers=ecr --env=A=1");

  private static final Map<String, Long> USUAL = new HashMap<>();
  private static final Pattern OWN = Pattern.compile("- name: (podpass-[a-z]+)\n");

  private final MadeUpNode node;
  private final Random random;
  private final StormAgent agent;
  private final Map<String, String> before;
  private final List<String> history = new ArrayList<>();
  private String options = OPTIONS.getFirst();
  private int release = 1;
  private boolean inStorm;

  StormedNode(MadeUpNode node, long seed) throws IOException {
    this.node = node;
    random = new Random(seed);
    history.add("seed " + seed);
    agent = new StormAgent(node);
    Path program = node.shell().directory().resolve("podpass");
    Files.writeString(
        Files.copy(program, program.resolveSibling("podpass-2")),
        Files.readString(program) + "# the next release\n");
    assertThat(node.shell().run("chmod +x podpass-2").status()).isZero();
    restartKubelet();
    before = disk();
  }

  private static void count(String what) {
    TALLY.merge(what, 1, Integer::sum);
  }

  private void note(String what) {
    history.add(what);
  }

  private String story() {
    return String.join("\n", history);
  }

  /** A pass in the storm, then one without faults. */
  void round(int number) throws IOException, InterruptedException {
    note("round " + number);
    count("rounds");
    String command = command();
    storm(command);
    if (random.nextInt(4) == 0) {
      restartKubelet();
    }
    if (random.nextInt(4) == 0) {
      note("agent " + agent.act(random));
    }
    if (random.nextInt(8) == 0 && !node.kubelet().isEmpty()) {
      loseMemory();
    }
    if (random.nextInt(3) == 0) {
      reconcile();
    }
    if (random.nextInt(100) < (command.startsWith("uninstall") ? 60 : 25)) {
      assertAsBefore();
    } else {
      assertAsWanted();
    }
  }

  private String command() {
    String never = random.nextInt(5) == 0 ? " --no-restart" : "";
    return switch (random.nextInt(6)) {
      case 0 -> "install " + options + never;
      case 1 -> "reconcile --once " + options + never;
      case 2 -> {
        release = 3 - release;
        yield "install " + options + never;
      }
      case 3 -> {
        options = OPTIONS.get(random.nextInt(OPTIONS.size()));
        yield "install " + options + never;
      }
      case 4 -> "install " + options + " --env=REFUSED=1" + never;
      default -> "uninstall" + never;
    };
  }

  private String line(String command) {
    return "on-node podpass node %s --root=node --health-timeout=1s%s%s"
        .formatted(
            command,
            command.startsWith("reconcile") ? " --spread=0s" : "",
            command.startsWith("uninstall") ? "" : " --executable='%s'".formatted(executable()));
  }

  private Path executable() {
    return node.shell().directory().resolve(release == 1 ? "podpass" : "podpass-2");
  }

  /** Runs a command while other things happen, and kills it at a random moment. */
  private void storm(String command) throws IOException, InterruptedException {
    String kind = command.contains("REFUSED") ? "refused" : command.split(" ", 2)[0];
    long usual = USUAL.getOrDefault(kind, 500L);
    long end = random.nextInt(5) == 0 ? Long.MAX_VALUE : random.nextLong(usual);
    long edits = random.nextBoolean() ? random.nextLong(usual) : Long.MAX_VALUE;
    long restarts = random.nextInt(3) == 0 ? random.nextLong(usual) : Long.MAX_VALUE;
    note(command + " by " + executable().getFileName());
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", "exec " + line(command))
            .directory(node.shell().directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(node.shell().directory().resolve("printed").toFile());
    builder.environment().clear();
    builder.environment().put("PATH", node.shell().directory() + ":/srv/bin:/usr/bin:/bin");
    long start = System.nanoTime();
    Process process = builder.start();
    boolean killed = false;
    inStorm = true;
    while (!process.waitFor(1, TimeUnit.MILLISECONDS)) {
      long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      assertNoProgramIsMissing();
      if (now >= edits) {
        note("after " + now + " ms agent " + agent.act(random));
        count("edits");
        edits = Long.MAX_VALUE;
      }
      if (now >= restarts) {
        note("after " + now + " ms:");
        restartKubelet();
        restarts = Long.MAX_VALUE;
      }
      if (now >= end) {
        // The command is the child of what has entered the node.
        process.children().findFirst().orElseGet(process::toHandle).destroyForcibly();
        killed = process.waitFor() == Kill.STATUS;
        note((killed ? "killed" : "ended before it was killed") + " after " + now + " ms");
      }
    }
    // A restart that podpass began outlives it: on a real node, systemd goes on too.
    node.namespaces().awaitAllBut("kubelet");
    inStorm = false;
    String printed = Files.readString(node.shell().directory().resolve("printed"));
    note("printed " + printed);
    count(killed ? "kills" : "ended with " + process.exitValue());
    if (!killed) {
      USUAL.merge(
          kind,
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
          (last, now) -> (last + now) / 2);
    }
    if (!killed) {
      boolean met = printed.contains("another program changed it at the same time");
      assertThat(process.exitValue()).as(story()).isIn(0, 75, 78, met ? 69 : 0);
    }
    if (agent.lostAnEdit()) {
      note("an edit was lost");
      count("edits lost");
    }
    assertNoProgramIsMissing();
  }

  private void assertNoProgramIsMissing() throws IOException {
    String text = node.read(MadeUpNode.CONFIG);
    for (String name : OWN.matcher(text).results().map(it -> it.group(1)).toList()) {
      if (!Files.isExecutable(node.place(MadeUpNode.BIN + "/" + name))
          && node.read(MadeUpNode.CONFIG).equals(text)) {
        assertThat(name).as(story()).isEqualTo("a program that is there");
      }
    }
  }

  private void restartKubelet() throws IOException {
    boolean refused = node.read(MadeUpNode.CONFIG).contains(MadeUpNode.REFUSED);
    note("kubelet restarts by itself");
    count("restarts by itself");
    assertThat(node.shell().run("restart-kubelet").status()).as(story()).isZero();
    if (!refused && !inStorm) {
      assertThat(node.kubelet()).as(story()).hasSize(1);
    }
  }

  /** A cleaner takes a file of it; kubelet's flags are known while it runs. */
  private void loseMemory() {
    String lost = List.of("original", "before", "note.json").get(random.nextInt(3));
    note(lost + " is lost");
    count("memory lost");
    assertThat(node.shell().run("rm -f node/var/lib/podpass/" + lost).status()).isZero();
  }

  /** It may leave another program's text alone, or take back what a killed pass has written. */
  private void reconcile() throws IOException {
    Shell.Result result = run("reconcile --once " + options);
    count("reconcile ended with " + result.status());
    assertThat(result.status()).as(story()).isIn(0, 75, 78);
    if (result.printed().contains("kubelet was not healthy within")) {
      assertThat(history).as(story()).anyMatch(it -> it.contains("REFUSED"));
      result = run("reconcile --once " + options);
      assertThat(result.status()).as(story()).isZero();
    }
    if (result.status() != 0) {
      assertThat(result.printed())
          .as(story())
          .containsAnyOf("is not changed until", "not tried again");
    }
    assertNoProgramIsMissing();
  }

  private Shell.Result run(String command) {
    Shell.Result result = node.shell().run(line(command));
    note(
        command
            + " by "
            + executable().getFileName()
            + " ended with "
            + result.status()
            + ": "
            + result.printed());
    return result;
  }

  private void good(String command) throws IOException {
    assertThat(run(command).status()).as(story()).isZero();
    if (node.kubelet().isEmpty()) {
      restartKubelet();
      assertThat(run(command).status()).as(story()).isZero();
    }
  }

  private void assertAsWanted() throws IOException {
    good("install " + options);
    count("as wanted");
    String text = node.read(MadeUpNode.CONFIG);
    assertThat(OWN.matcher(text).results().map(it -> it.group(1)))
        .as(story())
        .containsExactlyInAnyOrderElementsOf(
            options.contains("acr,ecr")
                ? List.of("podpass-acr", "podpass-ecr")
                : List.of(options.contains("acr") ? "podpass-acr" : "podpass-ecr"));
    assertThat(text)
        .as(story())
        .startsWith(agent.text().lines().findFirst().orElseThrow() + "\n")
        .contains("- name: stock\n")
        .doesNotContain(MadeUpNode.REFUSED);
    assertThat(text.contains("name: 'A'\n")).as(story()).isEqualTo(options.contains("A=1"));
    assertThat(node.place(MadeUpNode.BIN + "/podpass"))
        .as(story())
        .hasSameBinaryContentAs(executable());
    assertKubeletRunsWithIt();
    int restarts = node.restarts();
    assertThat(run("install " + options).printed())
        .as(story())
        .isEqualTo("nothing had to be changed\n");
    assertThat(node.restarts()).as(story()).isEqualTo(restarts);
    assertThat(node.podpass("status").status()).as(story()).isZero();
    assertThat(disk().keySet())
        .as(story())
        .noneMatch(path -> path.endsWith(".tmp") || path.endsWith(".lock"))
        .filteredOn(path -> path.startsWith(MadeUpNode.BIN))
        .hasSize(options.contains("acr,ecr") ? 5 : 4);
  }

  private void assertAsBefore() throws IOException {
    good("uninstall");
    count("as before");
    assertThat(node.read(MadeUpNode.CONFIG)).as(story()).isEqualTo(agent.text());
    assertThat(disk()).as(story()).isEqualTo(before);
    assertKubeletRunsWithIt();
  }

  private void assertKubeletRunsWithIt() throws IOException {
    assertThat(node.kubelet()).as(story()).hasSize(1);
    assertThat(entries(node.runningWith()))
        .as(story())
        .isEqualTo(entries(node.read(MadeUpNode.CONFIG)));
  }

  /** Their order is of no matter, for no two serve the same images. */
  private static List<String> entries(String config) {
    return StormAgent.withoutEdit(config).lines().sorted().toList();
  }

  /** But for what the agent changes. */
  private Map<String, String> disk() throws IOException {
    Map<String, String> disk = node.disk();
    disk.computeIfPresent(
        MadeUpNode.CONFIG, (_, what) -> what.replaceFirst("^(\\S+ \\S+) [\\s\\S]*", "$1"));
    return disk;
  }

  /** How often kubelet was started, by whomever. */
  void tally() throws IOException {
    TALLY.merge("restarts", node.restarts(), Integer::sum);
  }

  @Override
  public void close() {
    node.close();
  }
}
