// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.Sha256;
import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** By which entries podpass runs, whatever they are called and whatever has their settings. */
class NodeAuditIT extends OnMadeUpNode {
  private static final List<String> LINKS = List.of("podpass-ecr", "ecr-credential-provider");
  private static final List<String> SCRIPTS = List.of("by-variable", "by-file", "by-args");
  private static final String RECORDS = "/var/lib/kubelet/image_manager/pulled";
  private static final String OPEN = "\"nodePodsAccessible\":true";
  private static final String METRICS = "metrics/node.prom";

  @BeforeEach
  void plugins() throws IOException {
    node.shell().run("mkdir metrics");
    for (String link : LINKS) {
      Files.createSymbolicLink(
          node.place(MadeUpNode.BIN + "/" + link), Path.of("/srv/bin/podpass"));
    }
    for (String script : SCRIPTS) {
      node.write(MadeUpNode.BIN + "/" + script, "#!/bin/sh\nexit 1\n");
      assertThat(node.place(MadeUpNode.BIN + "/" + script).toFile().setExecutable(true)).isTrue();
    }
    node.write("/etc/podpass/options", "--provider=ecr\n--without-token=node\n");
  }

  @Test
  void countsTheImagesOfEachEntryThatIsPodpass() throws IOException {
    node.write(
        MadeUpNode.CONFIG,
        config(
            entry("podpass-ecr", 1, "env: [{name: PODPASS_WITHOUT_TOKEN, value: node}]"),
            entry("ecr-credential-provider", 2, "args: [--without-token=node]"),
            entry("by-variable", 3, "env: [{name: PODPASS_PROVIDER, value: ecr}]"),
            entry("by-file", 4, "args: ['@/etc/podpass/options']"),
            entry("by-args", 5, "args: [--provider=ecr, --without-token=node]"),
            entry("stock", 6, "args: []")));
    IntStream.rangeClosed(1, 6).forEach(this::recordOpenTo);

    Shell.Result audit = beside("podpass node audit --root=node");
    Shell.Result doctor = beside("podpass doctor --root=node");
    Shell.Result lint =
        beside(
            "podpass config lint node%s --bin-dir=node%s"
                .formatted(MadeUpNode.CONFIG, MadeUpNode.BIN));

    assertThat(audit.status()).as(audit.printed()).isEqualTo(78);
    assertThat(audit.printed())
        .containsPattern("open images +5\n")
        .containsPattern("other images +1\n");
    for (int i = 1; i <= 5; i++) {
      assertThat(audit.printed()).containsPattern("open +" + image(i) + " +every pod ");
    }
    for (String name : List.of("podpass-ecr", "ecr-credential-provider", "by-file", "by-args")) {
      assertThat(audit.printed())
          .contains("the entry " + name + " lets static pods pull as the node");
    }
    assertThat(doctor.printed()).contains("5 of 5 that podpass serves are open to every pod");
    assertThat(lint.status()).as(lint.printed()).isEqualTo(78);
    assertThat(lint.printed()).doesNotContain("stock");
  }

  /** Kubelet records an image as the pod spells it, and its patterns have a case. */
  @Test
  void countsAnImageWhoseHostHasCapitals() throws IOException {
    node.write(
        MadeUpNode.CONFIG,
        config(entry("podpass-ecr", 1, "args: []")).replace("1111111.dkr", "1111111.*"));
    recordOf("111111111111.Dkr.ecr.us-east-1.amazonaws.com/team-a/app", 1, OPEN);
    recordOf("111111111111.dkr.ECR.us-east-1.amazonaws.com/team-a/app", 2, OPEN);

    Shell.Result audit = beside("podpass node audit --root=node");

    assertThat(audit.status()).as(audit.printed()).isEqualTo(78);
    assertThat(audit.printed())
        .containsPattern("other images +1\n")
        .containsPattern("open +111111111111.Dkr.ecr.us-east-1.amazonaws.com/team-a/app +every");
  }

  /** The entry has a name of its own: a pass leaves it as it is. */
  @Test
  void thePassOfANodeCountsThemToo() throws IOException {
    node.write(
        MadeUpNode.CONFIG,
        config(entry("by-variable", 3, "env: [{name: PODPASS_PROVIDER, value: ecr}]")));
    assertThat(node.shell().run("restart-kubelet").status()).isZero();
    recordOpenTo(3);

    var _ = good("reconcile --once --providers=acr --node-metrics-file=" + METRICS);

    assertThat(Files.readString(folder.resolve(METRICS))).contains("podpass_node_open_images 1\n");
  }

  @Test
  void variablesOfKubeletCountForEachEntry() throws IOException {
    node.write("/srv/before-start", "export PODPASS_WITHOUT_TOKEN=node\n");
    node.write(MadeUpNode.CONFIG, config(entry("podpass-ecr", 1, "args: []")));
    assertThat(node.shell().run("restart-kubelet").status()).isZero();
    recordOf(
        1, "\"kubernetesServiceAccounts\":[{\"uid\":\"u\",\"namespace\":\"a\",\"name\":\"b\"}]");

    Shell.Result audit = beside("podpass node audit --root=node");

    assertThat(audit.status()).as(audit.printed()).isZero();
    assertThat(audit.printed())
        .contains(
            "the entry podpass-ecr lets static pods pull as the node: such a pull opens the image");
  }

  @Test
  void saysThatItDoesNotKnowWhatPodpassServesWithoutAKubelet() throws IOException {
    node.write(MadeUpNode.CONFIG, config(entry("podpass-ecr", 1, "args: []")));
    recordOpenTo(1);
    node.stopKubelet();

    Shell.Result audit = beside("podpass node audit --root=node");

    assertThat(audit.status()).as(audit.printed()).isEqualTo(69);
    assertThat(audit.printed()).contains("which images podpass serves: ");
  }

  private Shell.Result beside(String command) {
    return node.shell().run("on-node " + command);
  }

  private static String config(String... entries) {
    return "apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig\nproviders:\n"
        + List.of(entries).stream().collect(Collectors.joining());
  }

  private static String entry(String name, int account, String settings) {
    return """
      - name: %s
        apiVersion: credentialprovider.kubelet.k8s.io/v1
        matchImages: ["%s"]
        defaultCacheDuration: 0s
        %s
        tokenAttributes: {serviceAccountTokenAudience: vault, cacheType: ServiceAccount, requireServiceAccount: false}
    """
        .formatted(name, registry(account), settings);
  }

  private static String registry(int account) {
    return Integer.toString(account).repeat(12) + ".dkr.ecr.us-east-1.amazonaws.com";
  }

  private static String image(int account) {
    return registry(account) + "/team-a/app";
  }

  private void recordOpenTo(int account) {
    recordOf(account, OPEN);
  }

  private void recordOf(int account, String credentials) {
    recordOf(image(account), account, credentials);
  }

  private void recordOf(String image, int account, String credentials) {
    String record =
        """
        {"kind":"ImagePulledRecord","apiVersion":"kubelet.config.k8s.io/v1","lastUpdatedTime":"2026-11-25T10:00:00Z",
        "imageRef":"sha256:%1$d","credentialMapping":{"%2$s":{%3$s}}}
        """
            .formatted(account, image, credentials);
    try {
      node.write(RECORDS + "/sha256-" + Sha256.of("sha256:" + account), record);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
