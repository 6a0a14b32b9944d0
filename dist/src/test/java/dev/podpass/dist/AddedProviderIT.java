// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.partitioningBy;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The example of docs/providers.md, put beside the jar as it says there. */
@Tag("jar")
class AddedProviderIT {
  private static final String REGISTRY = "registry.example.com";
  private static final PluginRequest NOISY = PluginRequest.forImage("noisy.example/team/app");

  /** The low byte of the version in a class file. */
  private static final int MAJOR_VERSION = 7;

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
    PluginRequest request = NOISY.token(clouds.issuer().token().audience("noisy").mint());

    PluginRun run = with(noisy(folder), "--noisy-act=throw beside hosts").run(request);

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
    assertThat(run.stderr())
        .contains("a banner of the constructor", "a banner of hosts", "a banner of the exchange")
        .contains("podpass: internal error: java.io.IOException at ")
        .doesNotContain(NoisyProvider.SECRET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -Dnoisy=constructor             | 78 | NoisyProvider has ended the process before the
          -Dnoisy=id                      | 78 | NoisyProvider has ended the process before the
          -Dnoisy=options                 | 78 | NoisyProvider has ended the process before the
          --noisy-act=exit in hosts       | 78 | NoisyProvider has ended the process before the
          --noisy-act=exit in exchange    | 78 | NoisyProvider has ended the process before the
          --noisy-act=throw in hosts      | 78 | cannot be used: java.io.IOException at dev.podpass
          --noisy-act=throw in exchange   | 70 | internal error: java.lang.IllegalStateException at
          --noisy-act=null user           | 78 | its user name is empty
          --noisy-act=block in exchange   | 75 | within the deadline of 2 s
          """)
  void noFailureIsAnEmptyAnswer(String act, int status, String line, @TempDir Path folder)
      throws IOException {
    PluginRequest request = NOISY.token(clouds.issuer().token().audience("noisy").mint());

    PluginRun run = with(noisy(folder), act, "--deadline=2s").run(request);

    assertThat(run.exitCode()).as(run.stderr()).isEqualTo(status);
    assertThat(run.stdout()).isEmpty();
    assertThat(run.stderr()).contains("podpass: ", line).doesNotContain(NoisyProvider.SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"throw in hosts", "throw in ownsAudience"})
  void whatThrowsStopsItsOwnRegistriesAlone(String act, @TempDir Path folder) throws IOException {
    PluginRequest request = ExamplePulls.ecr(clouds.issuer().token());

    PluginRun run = with(noisy(folder), "--noisy-act=" + act).run(request);

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
  }

  @Test
  void noCommandEndsWellIfAJarEndsIt(@TempDir Path folder) throws IOException {
    PluginRun run = with(noisy(folder), "-Dnoisy=constructor", "version").run(NOISY);

    assertThat(run.exitCode()).isEqualTo(78);
    assertThat(run.stdout()).isEmpty();
    assertThat(run.stderr())
        .contains("NoisyProvider has ended the process before the answer; hint: correct the jar");
  }

  @Test
  void aClassOfTwoJarsIsRefused(@TempDir Path folder) throws IOException {
    Path one = noisy(folder.resolve("one"));
    Path both = Path.of(one + ":" + noisy(folder.resolve("two")));

    assertThat(with(both).run(NOISY).stderr()).contains("NoisyProvider", "its class is in 2 jars");
  }

  @Test
  void aClassOfANewerJavaIsRefused(@TempDir Path folder) throws IOException {
    Path file = noisy(folder).resolve(NoisyProvider.class.getName().replace('.', '/') + ".class");
    byte[] content = Files.readAllBytes(file);
    content[MAJOR_VERSION] = 99;
    Files.write(file, content);
    PluginRequest request = ExamplePulls.ecr(clouds.issuer().token());

    assertThat(with(folder).run(NOISY).stderr())
        .contains("podpass: no provider serves the registry noisy.example", "NoisyProvider", "99");
    assertThat(with(folder).run(request).answer(AnswerReader.of(request)).auth()).hasSize(1);
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
    Map<Boolean, List<String>> ofJava =
        Arrays.stream(arguments).collect(partitioningBy(argument -> argument.startsWith("-D")));
    command.addAll(ofJava.get(true));
    command.add("dev.podpass.cli.Main");
    command.addAll(ofJava.get(false));
    return Plugin.of(command, clouds.environment());
  }
}
