// SPDX-License-Identifier: Apache-2.0
package dev.podpass.simulation;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Many pulls of many identities on one node, some of them killed, against a cloud that misbehaves
 * now and then; afterwards {@link SoakedNode} says what is wrong with what they left.
 */
public final class Soak {
  private static final String USAGE =
      "arguments: PULLS IDENTITIES DIRECTORY-IN-MEMORY PLUGIN [ARGUMENT]...";
  private static final int FIXED = 3;
  private static final int AT_ONCE = 4;
  private static final int FAULT_EVERY = 25;
  private static final int KILL_EVERY = 20;
  private static final int SHOWN = 20;
  private static final int IDLE_RUNS = 25;
  private static final List<String> HOSTS =
      List.of("sts.us-east-1.amazonaws.com", "api.ecr.us-east-1.amazonaws.com");

  private final FakeClouds clouds;
  private final Plugin plugin;
  private final Random random = new Random(4412);

  private Soak(FakeClouds clouds, Plugin plugin) {
    this.clouds = clouds;
    this.plugin = plugin;
  }

  /** Runs it; the status is 1 if something is wrong. */
  public static void main(String[] arguments) throws Exception {
    List<String> faults;
    try (FakeClouds clouds = ExampleWorld.start()) {
      faults = run(clouds, List.of(arguments));
    }
    System.exit(faults.isEmpty() ? 0 : 1);
  }

  /** Runs it and returns what is wrong. */
  private static List<String> run(FakeClouds clouds, List<String> arguments) throws Exception {
    if (arguments.size() <= FIXED) {
      throw new IllegalArgumentException(USAGE);
    }
    int pulls = Integer.parseInt(arguments.get(0));
    int identities = Integer.parseInt(arguments.get(1));
    SoakedNode node = new SoakedNode(Path.of(arguments.get(2)));
    Map<String, String> environment = new TreeMap<>(clouds.environment());
    environment.putAll(node.environment());
    Plugin plugin = Plugin.of(arguments.subList(FIXED, arguments.size()), environment);
    Plugin idle = Plugin.of(plusVersion(arguments.subList(FIXED, arguments.size())), environment);
    Duration idleBefore = SoakedNode.median(idleRuns(idle));
    List<PluginRun> runs = new Soak(clouds, plugin).play(pulls, identities);
    Duration idleAfter = SoakedNode.median(idleRuns(idle));
    clouds.behave();
    node.expireTemporaries();
    runs.add(plugin.run(request(clouds, identities))); // A new one: it writes, and cleans up.
    double busier = Math.max(1, idleAfter.toNanos() / (double) idleBefore.toNanos());
    List<String> faults = node.faults(runs, busier);
    System.out.println("soak: " + node.summary(runs));
    System.out.printf(
        "soak: a run that only prints its version takes %.1f times as long%n", busier);
    faults.stream()
        .limit(SHOWN)
        .forEach(fault -> System.out.println("soak: WRONG: " + fault.strip()));
    return faults;
  }

  /** How busy the machine is, whatever a pull does. */
  private static List<PluginRun> idleRuns(Plugin idle) {
    return IntStream.range(0, IDLE_RUNS).mapToObj(_ -> idle.run(new byte[0])).toList();
  }

  private static List<String> plusVersion(List<String> command) {
    return Stream.concat(command.stream(), Stream.of("--version")).toList();
  }

  private List<PluginRun> play(int pulls, int identities)
      throws InterruptedException, ExecutionException {
    List<Callable<PluginRun>> all = new ArrayList<>();
    for (int pull = 0; pull < pulls; pull++) {
      int identity = random.nextInt(identities);
      Duration killedAfter = Duration.ofMillis(random.nextLong(1, 200));
      Plugin started = random.nextInt(KILL_EVERY) == 0 ? plugin.timeout(killedAfter) : plugin;
      boolean misbehaves = random.nextInt(FAULT_EVERY) == 0;
      String host = HOSTS.get(random.nextInt(HOSTS.size()));
      Fault fault = faults().get(random.nextInt(faults().size()));
      all.add(() -> {
        if (misbehaves) {
          clouds.misbehave(host, fault, 3);
        }
        return started.run(request(clouds, identity)); // With a token of its own time.
      });
    }
    List<PluginRun> runs = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (Future<PluginRun> run : threads.invokeAll(all)) {
        runs.add(run.get());
      }
    }
    return runs;
  }

  private static List<Fault> faults() {
    return List.of(
        Faults.status(503),
        Faults.closeUnanswered(),
        Faults.closeMidBody(),
        Faults.garbage(),
        Faults.hang(),
        Faults.tooManyRequests(Duration.ofSeconds(1)));
  }

  private static PluginRequest request(FakeClouds clouds, int identity) {
    return ExamplePulls.ecr(
        clouds.issuer().token().serviceAccount(Exchange.NAMESPACE, "app-" + identity));
  }
}
