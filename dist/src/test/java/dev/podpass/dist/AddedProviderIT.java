// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.CacheType;
import dev.podpass.testkit.kubelet.Login;
import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example of docs/providers.md, put beside the jar as it says there. */
@Tag("jar")
class AddedProviderIT {
  private static final String REGISTRY = "registry.example.com";

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();

  @Test
  void servesItsRegistryWithThePodsTokenForAsLongAsThatLives() {
    String token =
        clouds.issuer().token().audience(REGISTRY).lifetime(Duration.ofMinutes(10)).mint();
    PluginRequest request =
        PluginRequest.forImage(REGISTRY + "/team/app")
            .token(token)
            .annotation("example.com/registry-username", "org+robot");

    PluginRun run = podpass("--podtoken-registry=" + REGISTRY).run(request);

    var answer = run.answer(AnswerReader.of(request).cachedBy(CacheType.TOKEN));
    assertThat(answer.auth()).containsOnlyKeys(REGISTRY);
    assertThat(answer.loginsFor(REGISTRY + "/team/app"))
        .containsExactly(new Login("org+robot", token));
    assertThat(answer.cacheDuration().orElseThrow())
        .isBetween(Duration.ofMinutes(6), Duration.ofMinutes(8));
    assertThat(run.stderr()).isEmpty();
  }

  @Test
  void standsBesideTheOthers() {
    PluginRequest request = ExamplePulls.ecr(clouds.issuer().token());

    PluginRun run = podpass("--podtoken-registry=" + REGISTRY).run(request);

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
  }

  @Test
  void isNotInTheJarItself() {
    PluginRequest request = PluginRequest.forImage(REGISTRY + "/team/app");

    PluginRun run = new BuiltProgram(clouds).run(request);

    assertThat(run.stderr()).contains("no provider serves the registry " + REGISTRY);
    assertThat(new String(run.stdout(), UTF_8)).isEmpty();
  }

  @Test
  void whatItPrintsIsNoPartOfTheAnswer(@TempDir Path folder) throws IOException {
    PluginRequest request = ExamplePulls.ecr(clouds.issuer().token());

    PluginRun run = with(noisy(folder), "--noisy-act=throw elsewhere").run(request);

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
    assertThat(run.stderr())
        .contains("a banner of the constructor", "a banner of hosts")
        .contains("podpass: internal error: java.io.IOException at ")
        .doesNotContain(NoisyProvider.SECRET);
  }

  @ParameterizedTest
  @CsvSource({"throw, 70, internal error: java.io.IOException at", "exit, 143, a banner"})
  void noFailureIsAnEmptyAnswer(String act, int status, String line, @TempDir Path folder)
      throws IOException {
    PluginRun run =
        with(noisy(folder), "--noisy-act=" + act).run(ExamplePulls.ecr(clouds.issuer().token()));

    assertThat(run.exitCode()).as(run.stderr()).isEqualTo(status);
    assertThat(run.stdout()).isEmpty();
    assertThat(run.stderr()).contains(line).doesNotContain(NoisyProvider.SECRET);
  }

  @Test
  void whatCannotBeUsedIsNamedAndStopsItsOwnRegistriesAlone(@TempDir Path folder)
      throws IOException {
    Plugin podpass = with(naming(folder, "com.example.Missing"));
    PluginRequest request = ExamplePulls.ecr(clouds.issuer().token());

    assertThat(podpass.run(request).answer(AnswerReader.of(request)).auth()).hasSize(1);
    PluginRun run = podpass.run(PluginRequest.forImage(REGISTRY + "/team/app"));
    assertThat(run.exitCode()).isEqualTo(78);
    assertThat(run.stdout()).isEmpty();
    assertThat(run.stderr())
        .contains("no provider serves the registry " + REGISTRY)
        .contains("Provider com.example.Missing not found", folder + "/META-INF/services/")
        .contains("hint: correct the jar of the provider, or take it away");
  }

  private static Path noisy(Path folder) throws IOException {
    String name = NoisyProvider.class.getName();
    Path file = folder.resolve(name.replace('.', '/') + ".class");
    Files.createDirectories(file.getParent());
    try (InputStream content = NoisyProvider.class.getResourceAsStream("NoisyProvider.class")) {
      Files.copy(Objects.requireNonNull(content), file);
    }
    return naming(folder, name);
  }

  private static Path naming(Path folder, String type) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(RegistryCredentialProvider.class.getName()), type);
    return folder;
  }

  private Plugin podpass(String... arguments) {
    return with(BuiltProgram.exampleProvider(), arguments);
  }

  private Plugin with(Path added, String... arguments) {
    Path jar = BuiltProgram.jar();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", jar + ":" + added));
    command.add("dev.podpass.cli.Main");
    command.addAll(List.of(arguments));
    return Plugin.of(command, clouds.environment());
  }
}
