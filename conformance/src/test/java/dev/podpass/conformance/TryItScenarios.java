// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.demo.TryItPage;
import dev.podpass.demo.TryItPage.Cluster;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code docs/try-it.md}, followed on the cluster's node: its blocks run as they stand there, by
 * the real kubectl, and each waits for the pod of the one before. Run by
 * conformance/cluster/run.sh, with the inherited scenarios on the same node.
 */
class TryItScenarios extends PullSecretScenarios {
  private static final String FILES =
      "CONFIG=/etc/kubernetes/credential-providers.yaml BIN=/etc/kubernetes/credential-providers";

  @ParameterizedTest
  @CsvSource({
    "EKS, role/team-a-pull, AccessDenied",
    "GKE, my-project.svc.id.goog, 403",
    "AKS, " + ExampleWorld.AZURE_CLIENT_ID + ", AADSTS700213",
    "OWN, team-a:app, 403"
  })
  void thePodPullsAsItselfAndAnotherMayNot(Cluster cluster, String identity, String refusal)
      throws IOException {
    trust("app");
    int log = node.log().length();
    long begin = System.nanoTime();

    Shell.Result result = operator.runBy("/bin/bash", script(cluster));

    System.out.printf(
        "   %s: from a namespace to the proof and back in %d ms%n",
        cluster, (System.nanoTime() - begin) / 1_000_000);
    assertThat(result.status()).as(result.printed()).isZero();
    assertThat(result.printed())
        .contains("credential      granted", "app runs", "Failed to pull image", "ALL DONE")
        .containsPattern("ok +RBAC for .*kubelet may request tokens")
        .doesNotContain("control runs");
    assertThat(node.directory().resolve("trust.sh")).content().contains("team-a/app");
    List<String> answers =
        Files.readAllLines(AUDIT_LOG).stream()
            .filter(line -> line.contains("\"service_account\":\"app\""))
            .toList();
    assertThat(answers).isNotEmpty().allMatch(line -> line.contains(identity));
    System.out.println("   " + answers.getLast());
    assertThat(result.printed() + node.log().substring(log)).contains(refusal);
    node.clouds()
        .plantedSecrets()
        .forEach(secret -> assertThat(result.printed()).doesNotContain(secret));
  }

  /** With the node's files, a tag that the image has, and the operator's patience. */
  private static String script(Cluster cluster) throws IOException {
    String script = TryItPage.read(PROJECT).script(cluster);
    assertThat(script)
        .contains(FILES, "TAG=latest NAME=my-node", "\nkubectl -n team-a get pod app --");
    return script
            .replace(
                FILES,
                "CONFIG=%s BIN=%s".formatted(KubeletService.PROVIDERS, KubeletService.PLUGINS))
            .replace("\nsh node.sh\n", "\ncp \"$(command -v podpass)\" podpass\nsh node.sh\n")
            .replace("TAG=latest NAME=my-node", "TAG=1 NAME=node-1")
            .replace(
                "\nkubectl -n team-a get pod app --output wide\n",
                """

                kubectl -n team-a get pod app
                kubectl -n team-a wait --for=jsonpath='{.status.phase}'=Running pod/app --timeout=60s
                echo app runs
                """)
            .replace(
                "\nkubectl -n team-a get events",
                """

                timeout 60 sh -c 'until kubectl -n team-a get events | grep "Failed to pull"; do sleep 1; done'
                test "$(kubectl -n team-a get pod control -o 'jsonpath={.status.phase}')" = Pending || echo control runs
                kubectl -n team-a get events\
                """)
        + "echo ALL DONE\n";
  }
}
