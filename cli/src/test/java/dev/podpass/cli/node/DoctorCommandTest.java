// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.CommandRun;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DoctorCommandTest extends DoctorNode {
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
              ok       write access                         no other user can change what kubelet runs, and podpass's files
              ok       CA certificates                      /etc/ssl/cert.pem
              ok       proxy                                kubelet's environment sets none
              skipped  API server                           network not tested
              skipped  RBAC for aud                         API server not queried
              skipped  RBAC to read annotations             API server not queried

            what to do
              kubelet version: name it with --kubernetes, as kubelet --version prints it
              API server: run this on the node
              RBAC for aud: kubectl auth can-i request-serviceaccounts-token-audience 'aud' -A --as=system:node:$(hostname) --as-group=system:nodes; for a Role -n NAMESPACE instead of -A
              RBAC to read annotations: kubectl auth can-i get 'serviceaccounts' -A --as=system:node:$(hostname) --as-group=system:nodes; for a Role -n NAMESPACE instead of -A
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
}
