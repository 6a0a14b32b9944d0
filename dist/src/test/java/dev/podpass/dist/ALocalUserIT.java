// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The attacker is a user of the node who can put things where podpass reads and writes. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ALocalUserIT {
  private static final String UNTOUCHED = "untouched\n";

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();

  /** What is put in the place of a file. */
  enum Thing {
    PIPE,
    LINK,
    DANGLING_LINK,
    LOOP,
    HARD_LINK,
    DEVICE,
    DIRECTORY,
    OF_ANOTHER_USER,
    EMPTY,
    GARBAGE,
    HUGE,
    FULL_DISK;

    void put(Path place, Path elsewhere) throws Exception {
      switch (this) {
        case PIPE -> run("mkfifo", place.toString());
        case LINK -> Files.createSymbolicLink(place, elsewhere);
        case DANGLING_LINK -> Files.createSymbolicLink(place, Path.of("/nonexistent/file"));
        case LOOP -> Files.createSymbolicLink(place, place);
        case HARD_LINK -> Files.createLink(place, elsewhere);
        case DEVICE -> {
          assumeTrue(isRoot() && run("mknod", place.toString(), "c", "1", "5") == 0);
        }
        case DIRECTORY -> Files.createDirectory(place);
        case OF_ANOTHER_USER -> {
          assumeTrue(isRoot());
          Files.setAttribute(Files.writeString(place, UNTOUCHED), "unix:uid", 65_534);
        }
        case EMPTY -> Files.createFile(place);
        case GARBAGE -> Files.write(place, new byte[] {0, -1, 10, 27, 91, 50, 74, 10});
        case HUGE -> Files.write(place, new byte[20 << 20]);
        case FULL_DISK -> {
          Path disk = place.resolveSibling(".").normalize();
          assumeTrue(isRoot() && run("mount", "-t", "tmpfs", "-o", "size=4k", "x", "" + disk) == 0);
          Files.write(disk.resolve("filling"), new byte[4096]);
        }
      }
    }
  }

  /** Where it is put, and the option that names the place. */
  enum Place {
    METRICS("PODPASS_METRICS_FILE", "m.prom", "m.prom"),
    METRICS_LOCK("PODPASS_METRICS_FILE", "m.prom", ".m.prom.lock"),
    METRICS_TEMPORARY("PODPASS_METRICS_FILE", "m.prom", ".new-m.prom"),
    AUDIT("PODPASS_AUDIT_LOG", "a.jsonl", "a.jsonl"),
    AUDIT_LOCK("PODPASS_AUDIT_LOG", "a.jsonl", ".a.jsonl.lock"),
    CACHE("PODPASS_CACHE_DIR", "cache", "cache"),
    CACHE_LOCKS("PODPASS_CACHE_DIR", ".", ".locks"),
    CA_BUNDLE("PODPASS_CA_BUNDLE", "ca.pem", "ca.pem"),
    NODE_CA_BUNDLE("SSL_CERT_FILE", "ca.pem", "ca.pem"),
    JWKS("PODPASS_TOKEN_JWKS", "jwks.json", "jwks.json"),
    ARGUMENTS("", "args", "args");

    private final String variable;
    private final String named;
    private final String attacked;

    Place(String variable, String named, String attacked) {
      this.variable = variable;
      this.named = named;
      this.attacked = attacked;
    }

    /** Whatever lies there, the pull does not depend on it. */
    boolean mustAnswer() {
      return switch (this) {
        case METRICS, METRICS_LOCK, METRICS_TEMPORARY, AUDIT, AUDIT_LOCK, CACHE, CACHE_LOCKS ->
            true;
        case CA_BUNDLE, NODE_CA_BUNDLE, JWKS, ARGUMENTS -> false;
      };
    }
  }

  static Stream<Arguments> rows() {
    return Arrays.stream(Place.values())
        .flatMap(place ->
            Arrays.stream(Thing.values())
                .map(thing -> argumentSet(place + " " + thing, place, thing)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void failsNoPullThatDoesNotNeedTheFileAndHangsNone(Place place, Thing thing) throws Exception {
    Path directory = Files.createDirectory(clouds.directory().resolve("d"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    Path elsewhere = Files.writeString(clouds.directory().resolve("elsewhere"), UNTOUCHED);
    PluginRequest request = ExamplePulls.ecr(clouds.issuer().token());
    try {
      thing.put(directory.resolve(place.attacked), elsewhere);

      PluginRun run = run(place, directory.resolve(place.named), request);

      Invariants.assertFailedOrGenuine(clouds, request, run);
      assertThat(run.stderr().lines().count()).isLessThanOrEqualTo(2);
      assertThat(run.stderr().codePoints().filter(c -> c != '\n'))
          .noneMatch(Character::isISOControl);
      assertThat(run.duration()).isLessThan(Duration.ofSeconds(18));
      if (place.mustAnswer()) {
        assertThat(run.exitCode()).as(run.stderr()).isZero();
      }
      if (place == Place.AUDIT && Files.isDirectory(directory.resolve("a.jsonl"))) {
        assertThat(run.stderr()).contains("audit line is not written");
      }
      assertThat(elsewhere).hasContent(UNTOUCHED);
    } finally {
      if (thing == Thing.FULL_DISK) {
        run("umount", directory.toString());
      }
    }
    if (thing == Thing.PIPE || thing == Thing.FULL_DISK) {
      Invariants.assertNextPullWorks(clouds, new BuiltProgram(clouds), request);
    }
  }

  private PluginRun run(Place place, Path named, PluginRequest request) {
    BuiltProgram podpass = new BuiltProgram(clouds);
    return place == Place.ARGUMENTS
        ? podpass.run(request, "--deadline=15s", "@" + named)
        : podpass.with(place.variable, named.toString()).run(request, "--deadline=15s");
  }

  private static boolean isRoot() throws IOException {
    return Map.of("uid", 0)
        .equals(
            Files.readAttributes(
                Path.of("/proc/self/status"), "unix:uid", LinkOption.NOFOLLOW_LINKS));
  }

  private static int run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isNotNull();
    return process.waitFor();
  }
}
