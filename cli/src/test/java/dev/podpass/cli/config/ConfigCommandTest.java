// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.CommandRun;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigCommandTest {
  @Test
  void printsACompleteConfiguration() {
    CommandRun run = CommandRun.of("config", "--providers=echo");

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            # For Kubernetes 1.34 and later.
            # kubelet runs files of these names in --image-credential-provider-bin-dir; each may be a link to podpass:
            #   for name in podpass-echo; do ln -sf podpass "$name"; done
            apiVersion: kubelet.config.k8s.io/v1
            kind: CredentialProviderConfig
            providers:
              - name: podpass-echo
                apiVersion: credentialprovider.kubelet.k8s.io/v1
                defaultCacheDuration: 0s
                matchImages:
                  - echo.example
                tokenAttributes:
                  serviceAccountTokenAudience: aud
                  cacheType: ServiceAccount
                  requireServiceAccount: false
                args:
                  - --provider=echo
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--cache-per-pod", "--env=PODPASS_CACHE_PER_POD=true"})
  void podsThatAreKeptApartAreSoInKubeletToo(String option) {
    assertThat(CommandRun.of("config", "--providers=echo", option).out())
        .contains("cacheType: Token\n")
        .doesNotContain("ServiceAccount\n");
  }

  @Test
  void passesOnWhatIsGivenHereAndNothingOfTheEnvironment() {
    CommandRun run =
        CommandRun.of(
            Map.of("PODPASS_ECHO_USER", "mallory", "PODPASS_DEADLINE", "3s"),
            "",
            "config",
            "--providers=echo",
            "--name=pull",
            "--echo-user=bob: the 1st",
            "--echo-broken",
            "--without-token=node",
            "--env=HTTPS_PROXY=http://proxy:3128",
            "--env=NO_PROXY=a=b");

    assertThat(run.out())
        .contains("name: pull-echo\n", "requireServiceAccount: false\n")
        .endsWith(
            """
                args:
                  - --provider=echo
                  - --without-token=node
                  - '--echo-user=bob: the 1st'
                  - --echo-broken=true
                env:
                  - name: HTTPS_PROXY
                    value: http://proxy:3128
                  - name: NO_PROXY
                    value: a=b
            """);
  }

  @Test
  void printsJsonAndTellsTheNotesBesideIt() {
    CommandRun run = CommandRun.of("config", "--providers=echo", "--json");

    assertThat(run.err()).contains("ln -sf podpass");
    assertThat(run.out())
        .startsWith("{\n  \"apiVersion\": \"kubelet.config.k8s.io/v1\",\n")
        .contains("\"matchImages\": [\n        \"echo.example\"\n      ],\n")
        .contains("\"requireServiceAccount\": false\n");
  }

  @Test
  void rbacIsLimitedToTheAudiencesInUse() {
    CommandRun run = CommandRun.of("rbac", "--providers=echo", "--role=pulls");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            # Apply it before nodes join. Do not add the audiences to the API server's --api-audiences:
            # a token for a registry must not open the cluster.
            # It adds to what was granted before and takes nothing away. This lists what else is granted:
            # kubectl get clusterroles,roles -A -l 'podpass.dev/grant=pulls,podpass.dev/rule notin (sha256-4275d71e90)'
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata:
              name: pulls-4275d71e90
              labels:
                podpass.dev/grant: pulls
                podpass.dev/rule: sha256-4275d71e90
              annotations:
                podpass.dev/audience: aud
                helm.sh/resource-policy: keep
                argocd.argoproj.io/sync-options: Prune=false,Delete=false
                argocd.argoproj.io/compare-options: IgnoreExtraneous
                kustomize.toolkit.fluxcd.io/prune: disabled
            rules:
              # The audience stands in place of a resource. Without this rule kubelet gets no token and
              # does not run podpass.
              - apiGroups:
                  - ''
                resources:
                  - aud
                verbs:
                  - request-serviceaccounts-token-audience
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata:
              name: pulls-4275d71e90
              labels:
                podpass.dev/grant: pulls
                podpass.dev/rule: sha256-4275d71e90
              annotations:
                podpass.dev/audience: aud
                helm.sh/resource-policy: keep
                argocd.argoproj.io/sync-options: Prune=false,Delete=false
                argocd.argoproj.io/compare-options: IgnoreExtraneous
                kustomize.toolkit.fluxcd.io/prune: disabled
            roleRef:
              apiGroup: rbac.authorization.k8s.io
              kind: ClusterRole
              name: pulls-4275d71e90
            subjects:
              - apiGroup: rbac.authorization.k8s.io
                kind: Group
                name: system:nodes
            """);
  }
}
