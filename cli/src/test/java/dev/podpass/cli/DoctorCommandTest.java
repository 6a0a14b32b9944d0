// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.dispatch.Providers;
import dev.podpass.doctor.Check;
import dev.podpass.doctor.ConfigCheck;
import dev.podpass.doctor.NodeFiles;
import dev.podpass.doctor.NodeInspection;
import dev.podpass.kubelet.ConfigFile;
import dev.podpass.kubelet.KubernetesVersion;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DoctorCommandTest {
  @TempDir private Path root;

  @Test
  void printsATableAndWhatToDo() throws IOException {
    prepare(CommandRun.of("config", "--providers=echo").out());

    CommandRun run = CommandRun.of("doctor", "--root=" + root);

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            checks
              ok       kubelet                              it runs: process 7 (kubelet)
              ok       --image-credential-provider-config   /etc/c.yaml, says process 7 (kubelet)
              ok       --image-credential-provider-bin-dir  /opt/bin, says process 7 (kubelet)
              ok       configuration                        %s/etc/c.yaml has 1 providers, none wrong
              ok       plugin folder                        /opt/bin
              ok       mount                                /opt/bin is on the mount /
              ok       plugin podpass-echo                  /opt/bin/podpass-echo
              ok       CA certificates                      /etc/ssl/cert.pem
              ok       proxy                                kubelet's environment sets none
              skipped  RBAC for aud                         the API server is not asked

            what to do
              RBAC for aud: kubectl auth can-i request-serviceaccounts-token-audience 'aud' --as=system:node:$(hostname) --as-group=system:nodes
            """
                .formatted(root));
    assertThat(run.status()).isZero();
  }

  @Test
  void aBadConfigurationIsAStatus() throws IOException {
    prepare(
        CommandRun.of("config", "--providers=echo")
            .out()
            .replace("echo.example", "echo.example/*"));

    CommandRun run = CommandRun.of("doctor", "--root=" + root, "--json");

    assertThat(run.status()).isEqualTo(78);
    assertThat(run.out())
        .contains(
            "\"verdict\": \"failed\",\n    \"check\": \"configuration\"",
            "never matches an image",
            "\"todo\": \"podpass config lint ");
  }

  @Test
  void triesTheEndpointsByKubeletsOwnRules() throws IOException {
    prepare(
        CommandRun.of("config", "--providers=echo", "--echo-user=bob")
            .out()
            .replace("echo.example", "token.example"));
    try (FakeClouds clouds = FakeClouds.start()) {
      clouds.serve("tokens.example", request -> Answer.status(404));

      runKubeletWith(clouds.environment());

      assertThat(endpoints(Map.of()))
          .contains(Check.ok("endpoint tokens.example", "it answers over TLS (HTTP 404)"));
    }
  }

  @Test
  void tellsWhyAnEndpointCannotBeReached() throws IOException {
    prepare(
        CommandRun.of("config", "--providers=echo", "--echo-user=bob")
            .out()
            .replace("echo.example", "token.example"));
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

  private List<Check> endpoints(Map<String, String> environment) {
    Providers providers = Providers.discover();
    CommandLine tree = Commands.tree(providers);
    Surroundings surroundings =
        new Surroundings(
            "podpass",
            environment,
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            new ByteArrayOutputStream(),
            false,
            Duration.ZERO,
            status -> {});
    Arguments arguments =
        Arguments.of(tree.parseArgs("doctor").subcommand(), surroundings.environment());
    NodeInspection node =
        new NodeInspection(NodeFiles.below(root), DoctorCommandTest::entriesAlone);
    var _ = node.checks();
    return new EndpointChecks(
            new Invocation(arguments, providers, surroundings, Clock.systemUTC()), node)
        .check(List.of());
  }

  private void runKubeletWith(Map<String, String> environment) throws IOException {
    String environ =
        environment.entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue() + "\0")
            .collect(Collectors.joining());
    var _ = write("proc/7/environ", environ);
  }

  private static ConfigCheck entriesAlone(Path path) {
    try {
      return new ConfigCheck(
          List.of(), ConfigFile.read(Files.readString(path), KubernetesVersion.LATEST).entries());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void prepare(String config) throws IOException {
    write("etc/c.yaml", config);
    write("etc/ssl/cert.pem", "x");
    write("proc/mounts", "/dev/sda / ext4 rw 0 0\n");
    write(
        "proc/7/cmdline",
        "/usr/bin/kubelet\0--image-credential-provider-config=/etc/c.yaml\0--image-credential-provider-bin-dir=/opt/bin\0");
    write("proc/7/environ", "PATH=/bin\0");
    Path program = write("opt/bin/podpass-echo", "#!/bin/sh\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path write(String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, content);
  }
}
