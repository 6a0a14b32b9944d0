// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.FakeClouds;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Plays kubelet on the example world: runs podpass for each scene, shows what reached the clouds
 * and the answer, and checks that it is the one that is expected.
 */
public final class Demo {
  private final FakeClouds clouds;
  private final Podpass podpass;
  private final Screen screen;
  private final boolean verbose;

  private Demo(FakeClouds clouds, Podpass podpass, Screen screen, boolean verbose) {
    this.clouds = clouds;
    this.podpass = podpass;
    this.screen = screen;
    this.verbose = verbose;
  }

  /**
   * Runs it, and exits with 1 if something is not as expected. {@code --serve=LAUNCHER} serves the
   * clouds instead; see {@link ServedDemo}.
   */
  public static void main(String[] arguments) throws IOException {
    List<String> options = Arrays.asList(arguments);
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8);
    int status;
    try (FakeClouds clouds = Scenes.start()) {
      String launcher = value(options, "--serve=");
      if (!launcher.isEmpty()) {
        ServedDemo.run(clouds, Path.of(launcher), System.in, out);
        status = 0;
      } else {
        String program = value(options, "--program=");
        Podpass podpass = program.isEmpty() ? new InThisJvm() : new StartedProgram(program);
        Screen screen =
            new Screen(out, options.contains("--coloured"), value(options, "--columns="));
        status = show(clouds, podpass, screen, options.contains("--verbose"));
      }
    }
    out.flush();
    System.exit(status);
  }

  private static String value(List<String> options, String option) {
    return options.stream()
        .filter(each -> each.startsWith(option))
        .map(each -> each.substring(option.length()))
        .findFirst()
        .orElse("");
  }

  /** Shows all scenes, and returns the exit status. */
  static int show(FakeClouds clouds, Podpass podpass, Screen screen, boolean verbose) {
    return new Demo(clouds, podpass, screen, verbose).show();
  }

  private int show() {
    warmUp();
    screen.line("podpass: each pod pulls its images as itself. This plays kubelet, and the clouds");
    screen.line("are fakes on this machine; podpass takes them for the real ones.");
    Report report = new Report(screen, verbose);
    List<Duration> pulls = new ArrayList<>();
    int wrong = 0;
    int shown = 0;
    try (CacheDirectory cache = CacheDirectory.create()) {
      List<Scene> scenes = new Scenes(clouds).all(cache.inMemory());
      shown = scenes.size() + 1;
      for (Scene scene : scenes) {
        Outcome outcome = Outcome.of(scene, podpass, clouds, environment(cache));
        report.print(outcome, clouds.plantedSecrets());
        pulls.add(outcome.run().took());
        wrong += outcome.surprises().isEmpty() ? 0 : 1;
      }
    }
    wrong += explain(report) ? 0 : 1;
    return wrong == 0 ? asExpected(shown, pulls) : notAsExpected(wrong);
  }

  /** Lets the clouds' JVM load its classes: a pull is shown as it is when they are there. */
  private void warmUp() {
    Map<String, String> environment = clouds.environment();
    new Scenes(clouds).all(false).forEach(scene -> Outcome.of(scene, podpass, clouds, environment));
  }

  private Map<String, String> environment(CacheDirectory cache) {
    Map<String, String> environment = new HashMap<>(clouds.environment());
    environment.putAll(cache.environment());
    return environment;
  }

  private boolean explain(Report report) {
    report.title("What a pull would do, and as whom: podpass explain, which sends nothing");
    String request = write("request.json", ExamplePulls.ecr(clouds.issuer().token()).json());
    clouds.received().clear();
    Run run = podpass.run("", clouds.environment(), "explain", "--request=" + request);
    for (String section : run.stdout().split("\n\n", -1)) {
      if (verbose) {
        section.lines().forEach(line -> screen.dim("    " + line));
      } else if (section.startsWith("identity") || section.startsWith("calls")) {
        section
            .lines()
            .skip(1) // its heading
            .forEach(line -> screen.dim(screen.cut("  " + line, 0)));
      }
    }
    boolean right =
        run.status() == 0
            && run.stdout().contains("AssumeRoleWithWebIdentity")
            && clouds.received().requests().isEmpty();
    if (!right) {
      screen.wrong(
          "expected a plan with AssumeRoleWithWebIdentity, and no request: " + run.messages());
    }
    return right;
  }

  private String write(String name, String content) {
    try {
      return Files.writeString(clouds.directory().resolve(name), content).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int notAsExpected(int wrong) {
    screen.wrong("%d %s not as expected".formatted(wrong, wrong == 1 ? "scene is" : "scenes are"));
    return 1;
  }

  private int asExpected(int scenes, List<Duration> pulls) {
    List<Duration> sorted = pulls.stream().sorted().toList();
    String text =
        "%d scenes as expected; a pull took %d ms %s"
            .formatted(scenes, sorted.get(sorted.size() / 2).toMillis(), podpass.description());
    screen.good(text);
    screen.line("next  ./demo --serve    the same clouds, for a second terminal");
    screen.line("      ./demo --verbose  what kubelet and podpass wrote, byte by byte");
    screen.line("      docs/try-it.md    your cluster and your cloud; docs/install.md: your nodes");
    return 0;
  }
}
