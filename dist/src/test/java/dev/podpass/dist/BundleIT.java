// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.CacheType;
import dev.podpass.testkit.kubelet.Login;
import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bundle, with what can befall it on a node. */
@Tag("archives")
class BundleIT {
  private static final String REGISTRY = "registry.example.com";

  @TempDir private static Path scratch;
  private static Archives archives = new Archives(List.of(), List.of());

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  @TempDir private Path folder;
  private Path bundle = Path.of("");

  @BeforeAll
  static void unpack() throws Exception {
    archives = Archives.unpack(scratch);
  }

  @BeforeEach
  void copy() throws Exception {
    bundle = archives.bundle(folder);
  }

  /** What becomes of the classes that the JVM finds archived beside the jar. */
  enum Fate {
    WHOLE,
    MISSING,
    TRUNCATED,
    SOMETHING_ELSE,
    OF_ANOTHER_JAR;

    void befall(Path bundle) throws IOException {
      Path classes = bundle.resolve("podpass.jsa");
      switch (this) {
        case WHOLE -> {}
        case MISSING -> Files.delete(classes);
        case TRUNCATED -> {
          byte[] all = Files.readAllBytes(classes);
          Files.write(classes, Arrays.copyOf(all, all.length / 2));
        }
        case SOMETHING_ELSE -> Files.writeString(classes, "{}".repeat(10_000));
        case OF_ANOTHER_JAR ->
            Files.setLastModifiedTime(
                bundle.resolve("podpass.jar"),
                FileTime.from(Instant.parse("2026-12-01T00:00:00Z")));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersWhateverBecomesOfItsClasses(Fate fate) throws Exception {
    fate.befall(bundle);

    assertThat(canUseItsClasses()).isEqualTo(fate == Fate.WHOLE);
    assertAnswers();
  }

  @Test
  void findsAProviderThatWasPutIntoItsFolder() throws Exception {
    Files.copy(BuiltProgram.exampleProvider(), bundle.resolve("providers/example.jar"));
    String token = clouds.issuer().token().audience(REGISTRY).mint();
    PluginRequest request =
        PluginRequest.forImage(REGISTRY + "/team/app")
            .token(token)
            .annotation("example.com/registry-username", "org+robot");

    var answer =
        podpass("--podtoken-registry=" + REGISTRY)
            .run(request)
            .answer(AnswerReader.of(request).cachedBy(CacheType.TOKEN));

    assertThat(answer.loginsFor(REGISTRY + "/team/app"))
        .containsExactly(new Login("org+robot", token));
    assertThat(canUseItsClasses()).isTrue();
    assertAnswers();
  }

  @Test
  void parsesNoClassForAPull() throws Exception {
    Path log = folder.resolve("classes");
    change("bin/podpass", "-cp", "-Xlog:class+load:file=" + log + " -cp");

    assertAnswers();

    assertThat(Files.readAllLines(log))
        .anyMatch(line -> line.contains("picocli.CommandLine source: shared objects file"))
        // The metadata of 300 services of AWS.
        .noneMatch(line -> line.contains("awssdk.regions.servicemetadata"))
        .filteredOn(line -> line.contains("podpass.jar"))
        // It cannot be linked, because the jar has no gRPC, and it is never called.
        .allMatch(line -> line.contains("GrpcIamCredentialsStub"));
  }

  @Test
  void leavesNoMemoryToACoreDump() throws Exception {
    change("bin/podpass", "-cp", "-XX:+PrintFlagsFinal -cp");
    Process java =
        new ProcessBuilder("/bin/sh", "-c", "exec \"$0\" --version", launcher())
            .redirectErrorStream(true)
            .start();
    String printed = new String(java.getInputStream().readAllBytes(), UTF_8);

    assertThat(printed)
        .containsPattern("CreateCoredumpOnCrash +(:?)= false")
        .containsPattern("ErrorFile +(:?)= /dev/null");
    assertThat(Files.readAllLines(Path.of(launcher()))).contains("ulimit -c 0");
  }

  /** An agent for every service of a node, or options that write to stdout. */
  @ParameterizedTest
  @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
  void heedsNoOptionsOfOtherJvms(String variable) {
    PluginRequest request = ExamplePulls.ecr(clouds.issuer().token());

    for (String options : List.of("-javaagent:/nowhere/agent.jar", "-XX:+PrintFlagsFinal")) {
      Map<String, String> environment = new HashMap<>(clouds.environment());
      environment.put(variable, options);
      var run = Plugin.of(List.of(launcher()), environment).run(request);

      assertThat(run.answer(AnswerReader.of(request)).loginsFor(ExampleWorld.IMAGE)).hasSize(1);
      assertThat(run.stderr()).isEmpty();
    }
  }

  @Test
  void saysWhatItCannotUse() throws Exception {
    assertThat(sh("exec \"$0\" <&-", launcher()))
        .startsWith("65 podpass: ")
        .contains("it is empty")
        .hasLineCount(1);
    Path colon = Files.move(bundle, folder.resolve("a:b"));
    assertThat(sh("exec \"$0\" --version", colon.resolve("bin/podpass").toString()))
        .isEqualTo(
            "78 podpass: a Java runtime does not start in %s; hint: use a path without a colon\n",
            colon.toRealPath());
  }

  /** The exit status, and what is printed. */
  private static String sh(String script, String program) throws Exception {
    Process sh =
        new ProcessBuilder("/bin/sh", "-c", script, program).redirectErrorStream(true).start();
    String printed = new String(sh.getInputStream().readAllBytes(), UTF_8);
    return sh.waitFor() + " " + printed;
  }

  private void assertAnswers() {
    PluginRequest request = ExamplePulls.ecr(clouds.issuer().token());

    var answer = podpass().run(request).answer(AnswerReader.of(request));

    assertThat(answer.loginsFor(ExampleWorld.IMAGE)).hasSize(1);
  }

  /** A JVM that requires them ends at once if it cannot use them. */
  private boolean canUseItsClasses() throws Exception {
    change("jvm.options", "-Xshare:auto", "-Xshare:on");
    Process java = new ProcessBuilder(launcher(), "--version").redirectErrorStream(true).start();
    java.getInputStream().readAllBytes();
    boolean can = java.waitFor() == 0;
    change("jvm.options", "-Xshare:on", "-Xshare:auto");
    return can;
  }

  private void change(String file, String flag, String other) throws IOException {
    Path path = bundle.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(flag);
    Files.writeString(path, text.replace(flag, other));
  }

  private Plugin podpass(String... arguments) {
    return Plugin.of(
        Stream.concat(Stream.of(launcher()), Stream.of(arguments)).toList(), clouds.environment());
  }

  private String launcher() {
    return bundle.resolve("bin/podpass").toString();
  }
}
