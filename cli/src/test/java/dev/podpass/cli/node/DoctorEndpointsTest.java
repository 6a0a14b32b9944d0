// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.check.CheckContext.NetworkAccess;
import dev.podpass.admin.doctor.EndpointChecks;
import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.node.EntryPrograms;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.cli.CommandRun;
import dev.podpass.core.http.ConnectionSettings;
import dev.podpass.spi.http.Connections;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.SettableClock;
import dev.podpass.testkit.net.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The endpoints that {@code doctor} tries, and through which proxy. */
class DoctorEndpointsTest extends DoctorNode {
  /** The key exchange is the first that this JDK has. */
  private static void answers(Check check) {
    assertThat(check.subject()).isEqualTo("endpoint tokens.example");
    assertThat(check.verdict()).isEqualTo(Check.Verdict.OK);
    assertThat(check.finding())
        .matches("it answers over TLSv1[.]3 with (x25519|X25519MLKEM768) [(]HTTP 404[)]");
  }

  /** The time of a node, which goes on by an hour when the entry's endpoints have been tried. */
  @Test
  void anEndpointThatTakesLongIsNoClockThatIsOff() throws IOException {
    prepare(forTokens());
    try (FakeClouds clouds = FakeClouds.start()) {
      SettableClock clock = new SettableClock(Instant.parse("2026-11-25T10:00:00Z"));
      clouds.serve(
          "tokens.example",
          request -> Answer.status(404).with("Date", "Wed, 25 Nov 2026 10:00:20 GMT"));
      runKubeletWith(clouds.environment());
      CheckContext usual = context(Map.of()).checks();
      NetworkAccess slow =
          new NetworkAccess() {
            @Override
            public <T> T with(ConnectionSettings settings, Function<Connections, T> work) {
              T result = usual.network().with(settings, work);
              clock.advance(Duration.ofHours(1));
              return result;
            }

            @Override
            public void progress(String doing) {}
          };

      assertThat(
              endpoints(
                  new CheckContext(
                      usual.providers(), usual.parser(), usual.environment(), slow, clock)))
          .contains(Check.ok("clock", "it agrees with the cloud's"));

      clock.advance(Duration.ofHours(1));
      assertThat(
              endpoints(
                  new CheckContext(
                      usual.providers(), usual.parser(), usual.environment(), slow, clock)))
          .anySatisfy(check -> {
            assertThat(check.subject()).isEqualTo("clock");
            assertThat(check.finding()).contains(" off: the cloud says 2026-11-25T10:00:20Z");
          });
    }
  }

  @Test
  void anEntrysOwnProxyCountsBeforeKubelets() throws IOException {
    try (FakeClouds clouds = FakeClouds.start()) {
      clouds.serve("tokens.example", request -> Answer.status(404));
      prepare(
          CommandRun.of(
                  "config",
                  "--providers=echo",
                  "--echo-user=bob",
                  "--ca-bundle=" + clouds.caFile(),
                  "--env=HTTPS_PROXY=" + clouds.environment().get("HTTPS_PROXY"))
              .out()
              .replace("echo.example", "token.example"));
      runKubeletWith(Map.of("HTTPS_PROXY", "http://nowhere.example:1"));

      assertThat(endpoints(Map.of())).anySatisfy(DoctorEndpointsTest::answers);
    }
  }

  @Test
  void tellsWhyAnEndpointCannotBeReached() throws IOException {
    prepare(forTokens());
    try (FakeClouds clouds = FakeClouds.start()) {
      runKubeletWith(clouds.environment());

      assertThat(endpoints(Map.of("HTTPS_PROXY", "http://nowhere.example:1")))
          .anySatisfy(check -> {
            assertThat(check.subject()).isEqualTo("endpoint tokens.example");
            assertThat(check.verdict()).isEqualTo(Check.Verdict.FAILED);
            assertThat(check.finding()).contains("https://tokens.example/");
          });
    }
  }

  @Test
  void triesThoseOfTheNamedImagesAlone() throws IOException {
    prepare(CommandRun.of("config", "--providers=echo", "--echo-user=bob").out());

    assertThat(endpoints(Map.of(), "echo.example/app"))
        .containsExactly(
            Check.ok("endpoints for echo.example/app", "podpass sends no request for it"));
    assertThat(endpoints(Map.of(), "echo.example/app", "other.example/app"))
        .contains(
            Check.failed(
                "endpoints for other.example/app",
                "no entry of podpass serves it",
                "compare --image with matchImages"));
  }

  private List<Check> endpoints(Map<String, String> environment, String... images) {
    return endpoints(context(environment).checks(), images);
  }

  private List<Check> endpoints(CheckContext context, String... images) {
    NodeInspection node = new NodeInspection(NodeFiles.below(root));
    EntryPrograms programs = node.programs(context);
    List<FileEntry> entries =
        node.configuration().map(DoctorEndpointsTest::entries).orElse(List.of());
    return new EndpointChecks(programs, programs.of(entries)).check(List.of(images), Map.of());
  }

  private void runKubeletWith(Map<String, String> environment) throws IOException {
    String environ =
        environment.entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue() + "\0")
            .collect(Collectors.joining());
    var _ = write("proc/7/environ", environ);
  }

  private static List<FileEntry> entries(Path path) {
    try {
      return ConfigFile.read(Files.readString(path)).entries();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A configuration whose registry is asked at {@code tokens.example}. */
  private static String forTokens() {
    return CommandRun.of("config", "--providers=echo", "--echo-user=bob")
        .out()
        .replace("echo.example", "token.example");
  }
}
