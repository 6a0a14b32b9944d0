// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The attacker is a user of the node who can put things where podpass reads and writes. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ALocalUserIT {
  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  private @Nullable MemoryDirectory memory;

  @AfterEach
  void deleteMemory() throws IOException {
    if (memory != null) {
      memory.close();
    }
  }

  /** Where it is put, and the option that names the place. */
  enum Place {
    METRICS("PODPASS_METRICS_FILE", "m.prom", "m.prom"),
    METRICS_LOCK("PODPASS_METRICS_FILE", "m.prom", ".m.prom.lock"),
    METRICS_TEMPORARY("PODPASS_METRICS_FILE", "m.prom", ".new-m.prom.tmp"),
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

    /**
     * Whatever lies there, the pull does not depend on it; a cache that must be used may not do.
     */
    boolean mustAnswer(Planted thing) {
      return switch (this) {
        case METRICS, METRICS_LOCK, METRICS_TEMPORARY, AUDIT, AUDIT_LOCK -> true;
        case CACHE_LOCKS -> thing != Planted.DIRECTORY_OF_A_GROUP;
        case CACHE, CA_BUNDLE, NODE_CA_BUNDLE, JWKS, ARGUMENTS -> false;
      };
    }

    boolean isInMemory() {
      return this == CACHE || this == CACHE_LOCKS;
    }
  }

  static Stream<Arguments> rows() {
    return Arrays.stream(Place.values())
        .flatMap(place ->
            Arrays.stream(Planted.values())
                .map(thing -> argumentSet(place + " " + thing, place, thing)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void failsNoPullThatDoesNotNeedTheFileAndHangsNone(Place place, Planted thing) throws Exception {
    Path base = place.isInMemory() ? memory() : clouds.directory();
    Path directory = Files.createDirectory(base.resolve("d"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    Path elsewhere = Files.writeString(base.resolve("elsewhere"), Planted.UNTOUCHED);
    PluginRequest request = ExamplePulls.ecr(clouds.issuer().token());
    try {
      thing.put(directory.resolve(place.attacked), elsewhere);

      PluginRun run = run(place, directory.resolve(place.named), request);

      assertHarmless(request, run);
      if (place.mustAnswer(thing)) {
        assertThat(run.exitCode()).as(run.stderr()).isZero();
      }
      if (place == Place.AUDIT && Files.isDirectory(directory.resolve("a.jsonl"))) {
        assertThat(run.stderr()).contains("audit line is not written");
      }
      if (place.isInMemory() && thing == Planted.DIRECTORY_OF_A_GROUP) {
        Contract.assertFails(clouds, run, 78, "--cache=on, but ", directory.toString());
        assertThat(directory).isEmptyDirectory();
      }
      assertThat(elsewhere).hasContent(Planted.UNTOUCHED);
    } finally {
      if (thing == Planted.FULL_DISK) {
        Planted.run("umount", directory.toString());
      }
    }
    if (thing == Planted.PIPE || thing == Planted.FULL_DISK) {
      Contract.assertNextPullWorks(clouds, new BuiltProgram(clouds), request);
    }
  }

  private void assertHarmless(PluginRequest request, PluginRun run) {
    Contract.assertFailedOrGenuine(clouds, request, run);
    assertThat(run.stderr().lines().count()).isLessThanOrEqualTo(2);
    assertThat(run.stderr().codePoints().filter(c -> c != '\n')).noneMatch(Character::isISOControl);
    assertThat(run.duration()).isLessThan(Duration.ofSeconds(18));
  }

  private Path memory() throws IOException {
    memory = MemoryDirectory.create();
    return memory.path();
  }

  private PluginRun run(Place place, Path named, PluginRequest request) {
    BuiltProgram podpass =
        new BuiltProgram(clouds).with("PODPASS_CACHE", place.isInMemory() ? "on" : "off");
    return place == Place.ARGUMENTS
        ? podpass.run(request, "--deadline=15s", "@" + named)
        : podpass.with(place.variable, named.toString()).run(request, "--deadline=15s");
  }
}
