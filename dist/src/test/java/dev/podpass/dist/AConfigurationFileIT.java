// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Shell;
import dev.podpass.testkit.kubelet.PluginRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The attacker is a user of the node who puts something in the place of kubelet's configuration.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AConfigurationFileIT {
  private static final Set<Planted> IN_PLACE_OF_A_FILE =
      EnumSet.complementOf(EnumSet.of(Planted.FULL_DISK));

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();

  static Stream<Arguments> commands() {
    return Stream.of("lint", "merge")
        .flatMap(command ->
            IN_PLACE_OF_A_FILE.stream()
                .map(thing -> argumentSet(command + " " + thing, command, thing)));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isReadOrRefusedAndNothingElseIsChanged(String command, Planted thing) throws Exception {
    Path directory = Files.createDirectory(clouds.directory().resolve("d"));
    Path elsewhere = Files.writeString(clouds.directory().resolve("elsewhere"), Planted.UNTOUCHED);
    Path config = directory.resolve("config.yaml");
    thing.put(config, elsewhere);

    PluginRun run =
        new BuiltProgram(clouds)
            .run(
                new byte[0],
                Stream.of(
                        "config",
                        command,
                        command.equals("merge") ? "--providers=ecr" : "",
                        "" + config)
                    .filter(argument -> !argument.isEmpty())
                    .toArray(String[]::new));

    assertThat(run.exitCode()).as(run.stderr()).isIn(0, 64, 78);
    assertThat(run.timedOut()).isFalse();
    assertThat(run.duration()).isLessThan(Duration.ofSeconds(18));
    assertThat(run.stderr().lines().toList())
        .hasSizeBetween(run.exitCode() == 0 || command.equals("lint") ? 0 : 1, 2)
        .allMatch(line -> line.codePoints().noneMatch(Character::isISOControl));
    assertThat(elsewhere).hasContent(Planted.UNTOUCHED);
    if (EnumSet.of(Planted.PIPE, Planted.LOOP, Planted.DEVICE, Planted.HUGE).contains(thing)) {
      assertThat(run.exitCode()).isEqualTo(64);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "FULL_DISK")
  void isNothingThatTheDoctorHangsOn(
      Planted thing, @TempDir(factory = TrustedFolder.class) Path folder) throws Exception {
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), Planted.UNTOUCHED);
    Files.createDirectories(folder.resolve("etc/default"));
    Files.writeString(
        folder.resolve("etc/default/kubelet"),
        "KUBELET_EXTRA_ARGS='--image-credential-provider-config=/d/config.yaml"
            + " --image-credential-provider-bin-dir=/d'\n");
    Path config = Files.createDirectory(folder.resolve("d")).resolve("config.yaml");
    thing.put(config, elsewhere);

    Shell.Result result =
        BuiltProgram.shell(folder, Map.of()).run("podpass doctor --offline --root=.");

    assertThat(result.status()).as(result.printed()).isIn(0, 69, 78);
    assertThat(result.printed())
        .contains("--image-credential-provider-config")
        .containsPattern("failed +(configuration|--image-credential)")
        .doesNotContain("untouched");
    assertThat(result.printed().codePoints().filter(c -> c != '\n'))
        .noneMatch(Character::isISOControl);
    assertThat(elsewhere).hasContent(Planted.UNTOUCHED);
  }
}
