// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.testkit.Shell;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What {@code plan} reads beside pods, and for whom it prints. */
class PlanInputsIT extends PlanFixture {
  @Test
  void looksAtNodesWherePodpassCannotBe() throws IOException {
    String cluster =
        """
        <<'END'
        {"kind": "List", "items": [
          {"kind": "Node", "metadata": {"name": "old"},
           "status": {"nodeInfo": {"osImage": "Amazon Linux 2023", "kubeletVersion": "v1.33.4"}}},
          {"kind": "Pod", "metadata": {"namespace": "shop", "name": "a"}, "spec": {"nodeName": "old",
           "containers": [{"image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/x"}]}}]}
        END
        """;

    Shell.Result result =
        run("--platform=eks --providers=ecr --replace=ecr-credential-provider --all " + cluster);

    assertThat(result.status()).as(result.printed()).isZero();
    assertThat(result.printed())
        .containsPattern("nodes +1\n")
        .contains("not by podpass (kubelets before 1.34)")
        .doesNotContain("skipped");
  }

  @Test
  void tellsEachNamespaceItsPart() throws IOException {
    String options = "--platform=eks --providers=ecr --replace=ecr-credential-provider";

    assertThat(run(options + " --by-namespace=csv $CLUSTERS/eks.json").printed())
        .isEqualTo(
            """
            namespace,pods,as themselves,as the node,by unread secrets,without a credential,not by podpass,failing,changed
            ci,2,0,0,0,0,2,0,0
            kube-system,16,0,0,0,8,0,8,15
            shop,8,4,0,1,7,0,4,8
            """);
    assertThat(run(options + " --by-namespace=markdown --namespace=ci $CLUSTERS/eks.json"))
        .isEqualTo(
            new Shell.Result(
                78,
                """
                | namespace | pods | as themselves | as the node | by unread secrets | without a credential | not by podpass | failing | changed |
                | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
                | ci | 2 | 0 | 0 | 0 | 0 | 2 | 0 | 0 |
                """));
  }

  @Test
  void showsWhatGotWorse() throws IOException {
    String entry = "podpass plan --platform=eks --providers=ecr --replace=ecr-credential-provider";
    String before = entry + " --json $CLUSTERS/eks.json > before.json || true; ";
    String now = entry + " --before=before.json --fail-on=worse ";

    Shell.Result same = shell().run(before + now + "$CLUSTERS/eks.json");
    assertThat(same.status()).as(same.printed()).isZero();
    assertThat(same.printed()).contains("worse than before\n  none\n");

    String worse = "sed 's|ecr-role-arn|removed|' $CLUSTERS/eks.json | " + now;
    Shell.Result fails = shell().run(before + worse);
    assertThat(fails.status()).isEqualTo(78);
    assertThat(fails.printed())
        .contains(
            """
            worse than before
              111122223333.dkr.ecr.eu-central-1.amazonaws.com: 4 pods of shop/cart
            """);
    JsonNode json = JSON.readTree(shell().run(before + worse + "--json").printed());
    PlanSchema.published().check(json);
    assertThat(json.get("pulls").findValuesAsText("worse")).containsOnlyOnce("true");

    assertThat(run("--providers=ecr --fail-on=worse $CLUSTERS/eks.json").status()).isEqualTo(64);
    assertThat(run("--providers=ecr --before=$CLUSTERS/eks.json $CLUSTERS/eks.json").printed())
        .contains("is no plan; hint: give what podpass plan --json printed");
  }

  /** Kubelet tries it before every plugin, and what it pulls is open to all pods of the node. */
  @Test
  void looksAtTheDockerConfigOfTheNodes() throws IOException {
    String config =
        "echo '{\"auths\": {\"https://111122223333.dkr.ecr.eu-central-1.amazonaws.com\": {\"auth\":"
            + " \"c2VjcmV0\"}}}' > config.json; ";

    Shell.Result result =
        shell()
            .run(
                config
                    + "podpass plan --platform=eks --providers=ecr"
                    + " --replace=ecr-credential-provider --node-docker-config=config.json"
                    + " --namespace=shop --json $CLUSTERS/eks.json");

    assertThat(result.status()).as(result.printed()).isZero();
    assertThat(result.printed())
        .contains("\"entry\": \"kubelet's docker config\"")
        .doesNotContain("c2VjcmV0", "\"itself\"");
  }
}
