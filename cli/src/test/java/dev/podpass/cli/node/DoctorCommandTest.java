// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.install.Note;
import dev.podpass.admin.install.Note.Place;
import dev.podpass.admin.install.StateDirectory;
import dev.podpass.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DoctorCommandTest extends DoctorNode {
  @Test
  void printsAVerdictAndATable() throws IOException {
    prepare(CommandRun.of("config", "--providers=echo").out());
    var _ = write("proc/sys/kernel/hostname", "Node-1\n");

    CommandRun run = CommandRun.of("doctor", "--root=" + root);

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            this node is set up for podpass: 5 skipped, 11 ok

            skipped  kubelet version                      not known; podpass needs 1.34 or later
                     hint: run kubelet --version
            skipped  images on the node                   not verified: /var/lib/kubelet/image_manager/pulled does not exist: this kubelet has kept no records
                     hint: podpass node audit
            skipped  endpoints                            network not tested
                     hint: run this on the node
            skipped  RBAC for aud                         ask with your own kubectl: kubectl auth can-i request-serviceaccounts-token-audience 'aud' -A --as=system:node:node-1 --as-group=system:nodes
                     hint: podpass rbac --providers=… | kubectl apply -f -
            skipped  RBAC and volumes                     an API server before 1.38 gives a pod no token while its PVC, PV or CSIDriver is missing
                     hint: create what kubelet's log names after "error validating audience"
            ok       kubelet                              it runs: process 7 (kubelet)
            ok       --image-credential-provider-config   /etc/c.yaml, from process 7 (kubelet)
            ok       --image-credential-provider-bin-dir  /opt/bin, from process 7 (kubelet)
            ok       configuration                        %s/etc/c.yaml is right: podpass-echo
            ok       tokens for providers                 not set; on by default since Kubernetes 1.34
            ok       plugin directory                     /opt/bin
            ok       mount                                /opt/bin is on the mount /
            ok       plugin podpass-echo                  /opt/bin/podpass-echo
            ok       write access                         no other user can change what kubelet runs, and podpass's files
            ok       CA certificates                      /etc/ssl/cert.pem
            ok       proxy                                kubelet's environment sets none
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
            "{\n  \"verdict\": \"failed\",\n  \"failed\": 1,",
            "\"verdict\": \"failed\",\n      \"check\": \"configuration\"",
            "never matches an image",
            "\"todo\": \"podpass config lint ");
  }

  @Test
  void whatFailedComesFirstWithItsHintBelow() throws IOException {
    prepare(CommandRun.of("config", "--providers=echo").out());
    Files.delete(root.resolve("opt/bin/podpass-echo"));

    CommandRun run = CommandRun.of("doctor", "--root=" + root);

    assertThat(run.status()).isEqualTo(78);
    assertThat(run.out())
        .startsWith("this node is not set up for podpass: 1 failed, 5 skipped, ")
        .containsPattern("ok\n\nfailed +plugin podpass-echo .*\n         hint: ")
        .doesNotContain("with --kubernetes");
  }

  @Test
  void aConfigurationOfOthersAloneIsNotSetUpForPodpass() throws IOException {
    prepare(
        """
        apiVersion: kubelet.config.k8s.io/v1
        kind: CredentialProviderConfig
        providers:
          - name: stock
            matchImages: [echo.example]
            defaultCacheDuration: 12h
            apiVersion: credentialprovider.kubelet.k8s.io/v1
        """);
    Files.move(root.resolve("opt/bin/podpass-echo"), root.resolve("opt/bin/stock"));

    CommandRun run = CommandRun.of("doctor", "--root=" + root);

    assertThat(run.status()).isEqualTo(78);
    assertThat(run.out())
        .startsWith("this node is not set up for podpass: 1 failed, ")
        .containsPattern("failed +entries +kubelet's configuration has no podpass entry\n");
  }

  /** What is not known is neither right nor wrong. */
  @Test
  void aKubeletThatIsNotFoundIsNoFailure() {
    CommandRun run = CommandRun.of("doctor", "--root=" + root);

    assertThat(run.status()).isEqualTo(69);
    assertThat(run.out())
        .startsWith("kubelet's flags were not found; run podpass doctor as root on a node: ")
        .contains("skipped  --image-credential-provider-config   not known: no kubelet was found")
        .doesNotContain("failed");
  }

  @Test
  void whereNodeInstallPutPodpassKubeletReads() throws IOException {
    prepare(CommandRun.of("config", "--providers=echo").out());
    Files.delete(root.resolve("proc/7/cmdline"));
    Files.createDirectories(root.resolve("var/lib"));
    new StateDirectory(root.resolve("var/lib/podpass"))
        .save(Note.NONE.at(new Place("/etc/c.yaml", false, "/opt/bin", "podpass", List.of())));

    assertThat(CommandRun.of("doctor", "--root=" + root).out())
        .contains(
            "/etc/c.yaml, from where podpass node install put podpass",
            "/opt/bin, from where podpass node install put podpass",
            "is right: podpass-echo");
  }

  @Test
  void aTerminalSeesVerdictsInColour() throws IOException {
    prepare(CommandRun.of("config", "--providers=echo").out());

    String plain = CommandRun.of("doctor", "--root=" + root).out();

    assertThat(CommandRun.atTerminal(Map.of(), "doctor", "--root=" + root).out())
        .contains("\u001b[32mok     \u001b[0m", "\u001b[33mskipped\u001b[0m")
        .satisfies(out -> assertThat(out.replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(plain));
    assertThat(CommandRun.atTerminal(Map.of("NO_COLOR", "1"), "doctor", "--root=" + root).out())
        .isEqualTo(plain);
    assertThat(CommandRun.atTerminal(Map.of("TERM", "dumb"), "doctor", "--root=" + root).out())
        .isEqualTo(plain);
    assertThat(CommandRun.atTerminal(Map.of(), "doctor", "--root=" + root, "--json").out())
        .doesNotContain("\u001b");
  }
}
