// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.kubeletconfig.Rbac;
import dev.podpass.cli.CommandRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RbacCommandTest {
  @Test
  void limitsTheRulesToNamespacesAndServiceAccounts() {
    String yaml =
        CommandRun.of(
                "rbac",
                "--providers=echo",
                "--namespace=team-a",
                "--namespace=team-a",
                "--service-account=team-b/app",
                "--service-account=team-b/job")
            .out();

    assertThat(yaml)
        .doesNotContain("ClusterRole")
        .contains(
            "kind: Role\nmetadata:\n  name: podpass-audiences-4275d71e90\n  namespace: team-a\n",
            "kind: RoleBinding\nmetadata:\n  name: podpass-audiences-",
            "\n  namespace: team-b\n",
            "    resources:\n      - aud\n    verbs:\n",
            "    resources:\n      - aud\n    resourceNames:\n      - app\n    verbs:\n",
            "    resources:\n      - aud\n    resourceNames:\n      - job\n    verbs:\n");
    assertThat(yaml.split("---\n", -1)).hasSize(6);
  }

  @Test
  void addsToWhatItHasPrintedBefore() {
    String one = CommandRun.of("rbac", "--providers=echo").out();
    String other = new Rbac("podpass-audiences", List.of("other"), new LinkedHashMap<>()).yaml();

    assertThat(names(one)).containsExactly("podpass-audiences-4275d71e90");
    assertThat(names(other)).hasSize(1).doesNotContainAnyElementsOf(names(one));
    assertThat(one)
        .contains(
            "helm.sh/resource-policy: keep",
            "argocd.argoproj.io/sync-options: Prune=false,Delete=false",
            "kustomize.toolkit.fluxcd.io/prune: disabled",
            "podpass.dev/audience: aud\n",
            "podpass.dev/rule notin (sha256-4275d71e90)'");
  }

  private static Set<String> names(String yaml) {
    return Pattern.compile("(?m)^  name: (podpass-audiences-[0-9a-f]{10})$")
        .matcher(yaml)
        .results()
        .map(it -> it.group(1))
        .collect(Collectors.toSet());
  }

  @Test
  void printsTheSameAsJson() {
    assertThat(
            CommandRun.of("rbac", "--providers=echo", "--service-account=team-a/app", "--json")
                .out())
        .contains("\"kind\": \"List\"", "\"namespace\": \"team-a\"", "\"resourceNames\": [\n");
  }
}
