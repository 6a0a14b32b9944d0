// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.doctor.ApiServerChecks;
import dev.podpass.admin.doctor.Doctor;
import dev.podpass.admin.doctor.EndpointChecks;
import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.KubernetesVersion;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.process.ProcessContext;
import dev.podpass.pull.Providers;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.ReceivedRequest;
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
              skipped  kubelet version                      not known; the rest is judged as 1.37
              ok       kubelet                              it runs: process 7 (kubelet)
              ok       --image-credential-provider-config   /etc/c.yaml, from process 7 (kubelet)
              ok       --image-credential-provider-bin-dir  /opt/bin, from process 7 (kubelet)
              ok       configuration                        %s/etc/c.yaml is right for 1.37: podpass-echo
              ok       tokens for providers                 not set; on by default since Kubernetes 1.34
              ok       plugin directory                     /opt/bin
              ok       mount                                /opt/bin is on the mount /
              ok       plugin podpass-echo                  /opt/bin/podpass-echo
              ok       CA certificates                      /etc/ssl/cert.pem
              ok       proxy                                kubelet's environment sets none
              skipped  API server                           network not tested
              skipped  RBAC for aud                         API server not queried
              skipped  RBAC to read annotations             API server not queried

            what to do
              kubelet version: name it with --kubernetes, as kubelet --version prints it
              API server: run this on the node
              RBAC for aud: kubectl auth can-i request-serviceaccounts-token-audience 'aud' --as=system:node:$(hostname) --as-group=system:nodes
              RBAC to read annotations: kubectl auth can-i get 'serviceaccounts' --as=system:node:$(hostname) --as-group=system:nodes
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
    prepare(forTokens());
    try (FakeClouds clouds = FakeClouds.start()) {
      clouds.serve("tokens.example", request -> Answer.status(404));

      runKubeletWith(clouds.environment());

      assertThat(endpoints(Map.of()))
          .contains(Check.ok("endpoint tokens.example", "it answers over TLS (HTTP 404)"));
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

      assertThat(endpoints(Map.of()))
          .contains(Check.ok("endpoint tokens.example", "it answers over TLS (HTTP 404)"));
    }
  }

  @Test
  void aProxyThatIsNoneIsTold() throws IOException {
    prepare(
        CommandRun.of(
                "config",
                "--providers=echo",
                "--echo-user=bob",
                "--env=HTTPS_PROXY=ftp://p:hunter2@q")
            .out()
            .replace("echo.example", "token.example"));

    assertThat(endpoints(Map.of()))
        .singleElement()
        .satisfies(check -> {
          assertThat(check.subject()).isEqualTo("network of podpass-echo");
          assertThat(check.verdict()).isEqualTo(Check.Verdict.FAILED);
          assertThat(check.finding()).contains("HTTPS_PROXY").doesNotContain("hunter2");
        });
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
  void asksTheApiServerWhatKubeletMayDo() throws IOException {
    try (FakeClouds clouds = FakeClouds.start()) {
      clouds.serve("api.example", request -> answerOfTheApi(request));
      useKubeconfig(clouds, "token: planted-node-token");

      assertThat(rbac(clouds, "mine", "other"))
          .containsExactly(
              Check.ok(
                  "API server",
                  "https://api.example:443 knows kubelet as system:node:n, version v1.34.2"),
              Check.ok("RBAC for mine", "kubelet may request-serviceaccounts-token-audience mine"),
              Check.failed(
                  "RBAC for other",
                  "kubelet may not request-serviceaccounts-token-audience other, so its pulls are"
                      + " anonymous",
                  "podpass rbac --providers=… | kubectl apply -f -"),
              Check.failed(
                  "RBAC to read annotations",
                  "kubelet may not get serviceaccounts, so its pulls are anonymous",
                  "podpass rbac --providers=… | kubectl apply -f -"));
    }
  }

  @Test
  void tellsWhyTheApiServerIsNotAsked() throws IOException {
    try (FakeClouds clouds = FakeClouds.start()) {
      useKubeconfig(clouds, "exec: {command: aws}");

      assertThat(rbac(clouds, "mine"))
          .extracting(Check::verdict, Check::finding)
          .contains(
              tuple(
                  Check.Verdict.SKIPPED,
                  "not queried with /etc/kubernetes/kubelet.conf: it uses an exec credential"
                      + " plugin, which podpass does not run"),
              tuple(Check.Verdict.SKIPPED, "API server not queried"));

      clouds.serve("api.example", request -> Answer.status(401));
      useKubeconfig(clouds, "token: planted-node-token");

      assertThat(rbac(clouds, "mine"))
          .extracting(Check::finding)
          .anyMatch(finding -> finding.endsWith("/selfsubjectreviews answers HTTP 401"))
          .noneMatch(finding -> finding.contains("planted-node-token"));
    }
  }

  @Test
  void sendsNothingThatAnotherUserMayChoose() throws IOException {
    try (FakeClouds clouds = FakeClouds.start()) {
      clouds.serve("api.example", DoctorCommandTest::answerOfTheApi);
      useKubeconfig(clouds, "tokenFile: token");
      Path token = write("etc/kubernetes/token", "planted-node-token");
      assertThat(rbac(clouds, "mine")).extracting(Check::verdict).contains(Check.Verdict.OK);
      clouds.received().clear();

      Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-rw-r--"));
      assertThat(rbac(clouds, "mine"))
          .extracting(Check::finding)
          .contains("not queried with /etc/kubernetes/kubelet.conf: others may change " + token);

      Path kubeconfig = root.resolve("etc/kubernetes/kubelet.conf");
      Files.setPosixFilePermissions(kubeconfig, PosixFilePermissions.fromString("rw----rw-"));
      assertThat(rbac(clouds, "mine"))
          .extracting(Check::finding)
          .contains(
              "not queried with /etc/kubernetes/kubelet.conf: others may change " + kubeconfig);
      assertThat(clouds.received().requests()).isEmpty();
    }
  }

  @Test
  void aTerminalSeesVerdictsInColour() throws IOException {
    prepare(CommandRun.of("config", "--providers=echo").out());

    String plain = CommandRun.of("doctor", "--root=" + root).out();

    assertThat(CommandRun.atTerminal(Map.of(), "doctor", "--root=" + root).out())
        .contains("\u001b[32mok       \u001b[0m", "\u001b[33mskipped  \u001b[0m")
        .satisfies(out -> assertThat(out.replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(plain));
    assertThat(CommandRun.atTerminal(Map.of("NO_COLOR", "1"), "doctor", "--root=" + root).out())
        .isEqualTo(plain);
    assertThat(CommandRun.atTerminal(Map.of("TERM", "dumb"), "doctor", "--root=" + root).out())
        .isEqualTo(plain);
    assertThat(CommandRun.atTerminal(Map.of(), "doctor", "--root=" + root, "--json").out())
        .doesNotContain("\u001b");
  }

  private static Answer answerOfTheApi(ReceivedRequest request) {
    return switch (request.path()) {
      case "/apis/authentication.k8s.io/v1/selfsubjectreviews" ->
          Answer.json(201, "{\"status\":{\"userInfo\":{\"username\":\"system:node:n\"}}}");
      case "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews" ->
          Answer.json(
              201,
              "{\"status\":{\"allowed\":%s}}".formatted(request.body().text().contains("mine")));
      case "/api/v1/nodes/n" ->
          Answer.json(200, "{\"status\":{\"nodeInfo\":{\"kubeletVersion\":\"v1.34.2\"}}}");
      default -> Answer.status(404);
    };
  }

  private void useKubeconfig(FakeClouds clouds, String user) throws IOException {
    var _ = write("etc/kubernetes/ca.crt", Files.readString(clouds.caFile()));
    var _ =
        write(
            "etc/kubernetes/kubelet.conf",
            """
            current-context: here
            contexts: [{name: here, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://api.example:443", certificate-authority: ca.crt}}]
            users: [{name: u, user: {%s}}]
            """
                .formatted(user));
  }

  private List<Check> rbac(FakeClouds clouds, String... audiences) {
    NodeInspection node = new NodeInspection(NodeFiles.below(root));
    ApiServerChecks checks = new ApiServerChecks(invocation(clouds.environment()).checks());
    checks.identify(NodeFiles.below(root), node.flags().kubeconfig());
    return checks.check(List.of(audiences));
  }

  private List<Check> endpoints(Map<String, String> environment) {
    NodeInspection node = new NodeInspection(NodeFiles.below(root));
    CheckContext asKubelet =
        Doctor.asKubelet(invocation(environment).checks(), node.kubeletEnvironment());
    return new EndpointChecks(
            asKubelet, node.configuration().map(DoctorCommandTest::entries).orElse(List.of()))
        .check(List.of(), Map.of());
  }

  private static Invocation invocation(Map<String, String> environment) {
    Providers providers = Providers.discover();
    ProcessContext process =
        new ProcessContext(
            "podpass",
            environment,
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            new ByteArrayOutputStream(),
            ProcessContext.Terminals.NONE,
            Duration.ZERO,
            hook -> {},
            status -> {});
    Arguments arguments =
        Arguments.of(
            Commands.tree(providers).parseArgs("doctor").subcommand(), process.environment());
    return new Invocation(arguments, providers, process, Clock.systemUTC());
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
      return ConfigFile.read(Files.readString(path), KubernetesVersion.LATEST).entries();
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

  private void prepare(String config) throws IOException {
    write("etc/c.yaml", config);
    write("etc/ssl/cert.pem", "x");
    write("bin/sh", "x");
    write("proc/mounts", "/dev/sda / ext4 rw 0 0\n");
    write(
        "proc/7/cmdline",
        "/usr/bin/kubelet\0--image-credential-provider-config=/etc/c.yaml\0--image-credential-provider-bin-dir=/opt/bin\0");
    write("proc/7/environ", "PATH=/bin\0");
    write("proc/7/status", "Uid:\t0\t0\t0\t0\n");
    write("usr/bin/kubelet", "x");
    Files.createSymbolicLink(root.resolve("proc/7/exe"), Path.of("../../usr/bin/kubelet"));
    Path program = write("opt/bin/podpass-echo", "#!/bin/sh\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path write(String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, content);
  }
}
