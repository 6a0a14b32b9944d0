// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.doctor.ApiServerChecks;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
