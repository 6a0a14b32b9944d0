// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The archives, each unpacked into an empty directory. */
@Tag("archives")
class ArchivesIT {
  private static final String MANUAL_PAGE = "usr/share/man/man1/podpass.1.gz";

  @TempDir private static Path scratch;
  private static Archives archives = new Archives(List.of(), List.of());

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();

  @BeforeAll
  static void unpack() throws Exception {
    archives = Archives.unpack(scratch);
  }

  static List<Path> programs() {
    return archives.programs();
  }

  static List<Path> homes() {
    return archives.homes();
  }

  @Test
  void areThoseThatTheSumsTellOf() throws Exception {
    assertThat(archives.sums()).isNotEmpty().isEqualTo(Archives.digests());
    assertThat(archives.homes()).hasSameSizeAs(archives.files());
  }

  @Test
  void includeTheExecutableIfOneWasBuilt() throws Exception {
    assertThat(archives.files())
        .anyMatch(file -> file.toString().endsWith("-bundle.tar.gz"))
        .hasSize(Archives.executable().isPresent() ? 2 : 1);
  }

  @ParameterizedTest
  @MethodSource("homes")
  void haveLicencesManualPagesAndCompletions(Path home) {
    assertThat(home.resolve("LICENSE")).content().contains("Apache License");
    assertThat(home.resolve("third-party")).isDirectoryContaining("glob:**/sts-*");
    assertThat(home.resolve("share/man/man1/podpass.1")).content().contains(".TH");
    assertThat(home.resolve("share/bash-completion/completions/podpass")).isNotEmptyFile();
    assertThat(home.resolve("share/zsh/site-functions/_podpass")).isNotEmptyFile();
    assertThat(home.resolve("share/fish/vendor_completions.d/podpass.fish")).isNotEmptyFile();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void answer(Path program) {
    assertAnswers(program);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void answerThroughALinkInKubeletsFolder(Path program) throws IOException {
    Path folder = Files.createTempDirectory(scratch, "credential providers ");

    assertAnswers(Files.createSymbolicLink(folder.resolve("podpass"), program));
  }

  /** Unpacked by the systems' own tools. */
  @ParameterizedTest
  @CsvSource({
    "dpkg-deb, .deb, dpkg-deb -x \"$1\" \"$2\"",
    "rpm2archive, .rpm, rpm2archive - <\"$1\" | tar -xz -C \"$2\""
  })
  void packagesBringTheProgramItsLinksAndItsPages(String tool, String ending, String command)
      throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin", tool)), tool + " is not here");
    Optional<Path> root = Archives.installed(ending, scratch, command);
    assumeTrue(root.isPresent(), "no package was made: it takes an executable, and Go");

    for (String id : List.of("ecr", "gar", "acr")) {
      assertThat(root.get().resolve("usr/libexec/podpass/podpass-" + id))
          .isSymbolicLink()
          .hasSameBinaryContentAs(Archives.executable().orElseThrow());
    }
    assertAnswers(root.get().resolve("usr/bin/podpass"));
    try (var page = new GZIPInputStream(Files.newInputStream(root.get().resolve(MANUAL_PAGE)))) {
      assertThat(new String(page.readAllBytes(), UTF_8)).contains(".TH");
    }
  }

  /** Images of Debian install nothing else below /usr/share/doc. */
  @Test
  void debianPackageSaysAllLicencesInOneFile() throws Exception {
    Optional<Path> root = Archives.installed(".deb", scratch, "dpkg-deb -x \"$1\" \"$2\"");
    assumeTrue(root.isPresent(), "no package was made: it takes an executable, and Go");
    Path documents = root.get().resolve("usr/share/doc/podpass");
    String copyright = Files.readString(documents.resolve("copyright"));

    assertThat(documents.resolve("changelog.gz")).isNotEmptyFile();
    assertThat(copyright).startsWith("Format: ").contains("License: Apache-2.0");
    try (Stream<Path> texts = Files.walk(documents.resolve("third-party"))) {
      for (Path text : texts.filter(Files::isRegularFile).toList()) {
        assertThat(copyright)
            .contains("Files: " + documents.relativize(text) + "\n")
            .contains(
                new String(Files.readAllBytes(text), UTF_8)
                    .lines()
                    .findFirst()
                    .orElseThrow()
                    .strip());
      }
    }
  }

  private void assertAnswers(Path program) {
    PluginRequest request = ExamplePulls.ecr(clouds.issuer().token());

    PluginRun run = plugin(program).run(request);

    assertThat(run.answer(AnswerReader.of(request)).loginsFor(ExampleWorld.IMAGE)).hasSize(1);
    assertThat(run.stderr()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void haveALinkForEachProvider(Path program) throws IOException {
    for (String id : List.of("ecr", "gar", "acr")) {
      Path link = program.resolveSibling("podpass-" + id);
      assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("podpass"));
      PluginRequest request =
          PluginRequest.forImage("registry.example.com/app").token(clouds.issuer().token().mint());

      PluginRun run = plugin(link).run(request);

      Contract.assertFails(clouds, run, 65, "the provider " + id + " does not serve");
    }
  }

  private Plugin plugin(Path program) {
    return Plugin.of(List.of(program.toString()), clouds.environment());
  }
}
