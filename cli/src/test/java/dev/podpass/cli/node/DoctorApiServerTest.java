// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.doctor.ApiServerChecks;
import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.cli.CommandRun;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The questions of {@code doctor} to the API server. */
class DoctorApiServerTest extends DoctorNode {
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
              Check.ok(
                  "RBAC for mine",
                  "kubelet may request-serviceaccounts-token-audience mine in every namespace"),
              Check.failed(
                  "RBAC for other",
                  "kubelet may not request-serviceaccounts-token-audience other for the pods on"
                      + " this node of team-a/app, so their pulls are anonymous",
                  "podpass rbac --providers=… --namespace=team-a | kubectl apply -f -"));
    }
  }

  /** Root is not sent to be root; what another user lacks may be the right to look. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          proc/1/environ | kubelet writes it when it joins the cluster; else correct its --kubeconfig
          proc/1/other   | run this as root
          """)
  void aKubeconfigThatCannotBeReadLeadsToWhatHelps(String file, String todo) throws IOException {
    prepare(CommandRun.of("config", "--providers=echo").out());
    var _ = write(file, "x");
    var _ = write("proc/7/cmdline", "/usr/bin/kubelet\0--kubeconfig=/etc/kubernetes/gone.conf\0");
    try (FakeClouds clouds = FakeClouds.start()) {
      assertThat(rbac(clouds))
          .containsExactly(
              Check.skipped(
                  "API server",
                  "/etc/kubernetes/gone.conf cannot be read, so the API server is not queried",
                  todo));
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
      clouds.serve("api.example", DoctorApiServerTest::answerOfTheApi);
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
      case "/api/v1/pods" ->
          Answer.json(
              200,
              """
              {"items": [{"metadata": {"namespace": "team-a"},
                "spec": {"serviceAccountName": "app", "containers": [{"image": "echo.example/a"}]}}]}
              """);
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
    ApiServerChecks checks = new ApiServerChecks(context(clouds.environment()).checks());
    checks.identify(NodeFiles.below(root), node.flags().kubeconfig());
    return checks.check(entries(audiences), List.of());
  }

  private static List<FileEntry> entries(String... audiences) {
    return Stream.of(audiences)
        .map(audience ->
            CommandRun.of("config", "--providers=echo")
                .out()
                .replace(": aud\n", ": " + audience + "\n"))
        .flatMap(text -> ConfigFile.read(text).entries().stream())
        .toList();
  }
}
