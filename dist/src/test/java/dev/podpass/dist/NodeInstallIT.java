// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.Shell;
import dev.podpass.testkit.pki.ServerCertificates;
import dev.podpass.testkit.pki.ServerKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code podpass node} on a node of files: what it puts there, repairs, puts back, removes and
 * measures.
 */
class NodeInstallIT extends OnMadeUpNode {
  private static final String WATCHED = " --node-metrics-file=m.prom --node-audit-log=a.jsonl";

  @Tag("smoke")
  @Test
  void putsEverythingThereAndRestartsKubeletOnce() throws IOException {
    assertThat(good(INSTALL).printed())
        .isEqualTo(
            """
            added /opt/plugins/podpass
            added /opt/plugins/podpass-acr
            replaced /etc/kubernetes/credential-providers.yaml
            kubelet was restarted and is healthy
            """);

    assertThat(node.runningWith())
        .isEqualTo(node.read(MadeUpNode.CONFIG))
        .startsWith("# the node's own\n")
        .containsSubsequence("- name: stock\n", "- name: podpass-acr\n");
    assertThat(node.place("/opt/plugins/podpass"))
        .hasSameBinaryContentAs(folder.resolve("podpass"))
        .isExecutable();
    assertThat(node.restarts()).isOne();
    assertThat(good("status").printed())
        .contains("installed         true\n", "outcome           changed\n")
        .contains("/opt/plugins/podpass-acr", MadeUpNode.CONFIG);
  }

  @Test
  void changesNothingTheSecondTime() throws IOException {
    var _ = good(INSTALL);
    Map<String, String> disk = diskWithoutState();

    assertThat(good(INSTALL).printed()).isEqualTo("nothing had to be changed\n");
    assertThat(good("reconcile --once --providers=acr").printed()).isEmpty();

    assertThat(diskWithoutState()).isEqualTo(disk);
    assertThat(node.restarts()).isOne();
    assertThat(good("status").printed()).contains("unchanged");
  }

  @Test
  void aNewExecutableNeedsNoRestart() throws IOException {
    var _ = good(INSTALL);
    String next = Files.readString(folder.resolve("podpass")).substring("#!/bin/sh\n".length());
    var _ = node.shell().program("podpass-2", next + "# the next release\n");

    assertThat(good(INSTALL + " --executable=podpass-2").printed())
        .isEqualTo("replaced /opt/plugins/podpass\nkubelet did not have to be restarted\n");

    assertThat(node.place("/opt/plugins/podpass"))
        .hasSameBinaryContentAs(folder.resolve("podpass-2"));
    assertThat(node.restarts()).isOne();
  }

  @Test
  void sixAtOnceRestartKubeletOnceAndRemoveWhatTheyPutThereOnce() throws IOException {
    Map<String, String> disk = node.disk();

    assertThat(sixTimes(INSTALL)).containsOnlyOnce("kubelet was restarted and is healthy");
    assertThat(node.restarts()).isOne();
    assertThat(node.runningWith()).contains("- name: podpass-acr\n");

    assertThat(sixTimes("uninstall")).containsOnlyOnce("kubelet was restarted and is healthy");
    assertThat(node.restarts()).isEqualTo(2);
    assertThat(node.disk()).isEqualTo(disk);
  }

  private String sixTimes(String command) {
    return node.shell()
        .run("for i in 1 2 3 4 5 6; do %s & done; wait".formatted(node.line(command)))
        .printed();
  }

  @Test
  void repairsWhatAnotherProgramHasWrittenAndDoesNotRestartKubelet() throws IOException {
    String stock = node.read(MadeUpNode.CONFIG);
    var _ = good(INSTALL);
    node.write(MadeUpNode.CONFIG, stock.replace("gcr.io", "example.com"));
    Files.delete(node.place("/opt/plugins/podpass-acr"));
    assertThat(node.podpass("status").status()).isEqualTo(78);

    assertThat(good("reconcile --once --providers=acr").printed())
        .isEqualTo(
            """
            added /opt/plugins/podpass-acr
            replaced /etc/kubernetes/credential-providers.yaml
            kubelet did not have to be restarted
            """);

    assertThat(node.read(MadeUpNode.CONFIG)).contains("example.com", "- name: podpass-acr\n");
    assertThat(node.restarts()).isOne();
    var _ = good("status");
    for (int more = 0; more < 2; more++) {
      node.write(MadeUpNode.CONFIG, stock);
      var _ = good("reconcile --once --providers=acr");
    }
    assertThat(node.restarts()).isOne();
    node.write(MadeUpNode.CONFIG, stock);
    Shell.Result again = node.podpass("reconcile --once --providers=acr");
    assertThat(again.status()).isEqualTo(75);
    assertThat(again.printed())
        .startsWith(
            "podpass: another program keeps changing /etc/kubernetes/credential-providers.yaml; it is"
                + " not changed until 2")
        .contains("; hint: find the program that changes it");
    assertThat(node.read(MadeUpNode.CONFIG)).isEqualTo(stock);
  }

  @Test
  void followsTheCertificatesOfAPodsVolumeWithoutARestart() throws IOException {
    Path source = folder.resolve("projected.pem");
    String options = " --ca-bundle=/etc/private-ca.pem --ca-bundle-from=" + source;
    String first = new ServerCertificates(ServerKeys.P256).trustedPem();
    String second = new ServerCertificates(ServerKeys.P256).trustedPem();

    Files.writeString(source, first);
    assertThat(good(INSTALL + options).printed())
        .contains("/etc/private-ca.pem has the certificates of " + source + " now\n");
    assertThat(node.read("/etc/private-ca.pem")).isEqualTo(first);
    assertThat(good("reconcile --once --providers=acr" + options).printed()).isEmpty();
    Files.writeString(source, second);
    assertThat(good("reconcile --once --providers=acr" + options).printed())
        .isEqualTo("podpass: /etc/private-ca.pem has the certificates of " + source + " now\n");
    assertThat(node.read("/etc/private-ca.pem")).isEqualTo(second);
    Files.writeString(source, "no PEM");

    Shell.Result refused = node.podpass(INSTALL + options);

    assertThat(refused.status()).isEqualTo(78);
    assertThat(refused.printed()).contains(source + " has no certificate in PEM");
    assertThat(node.read("/etc/private-ca.pem")).isEqualTo(second);
    assertThat(node.restarts()).isOne();
    assertThat(node.podpass(INSTALL + " --ca-bundle-from=" + source).status()).isEqualTo(64);
    var _ = good("uninstall");
    assertThat(node.place("/etc/private-ca.pem")).doesNotExist();
  }

  /** Such as the node's own roots, or the CA that kubelet's clients are checked by. */
  @Test
  void copiesCertificatesOverNoFileOfAnotherProgram() throws IOException {
    Path source = folder.resolve("projected.pem");
    Files.writeString(source, new ServerCertificates(ServerKeys.P256).trustedPem());
    String own = new ServerCertificates(ServerKeys.P256).trustedPem();
    node.write("/etc/ca.crt", own);
    String options = " --ca-bundle=/etc/ca.crt --ca-bundle-from=" + source;

    Shell.Result refused = node.podpass(INSTALL + options);

    assertThat(refused.status()).isEqualTo(78);
    assertThat(refused.printed())
        .contains("/etc/ca.crt exists, and podpass did not write it, so it is not replaced");
    assertThat(node.read("/etc/ca.crt")).isEqualTo(own);
    assertThat(node.restarts()).isZero();
    Files.writeString(source, own);
    var _ = good(INSTALL + options);
    var _ = good("uninstall");
    assertThat(node.read("/etc/ca.crt")).isEqualTo(own);
  }

  @Test
  void readsCertificatesFromNoPipe() throws IOException {
    assertThat(node.shell().run("mkfifo pipe").status()).isZero();

    Shell.Result refused =
        node.podpass(
            INSTALL + " --ca-bundle=/etc/x.pem --ca-bundle-from=" + folder.resolve("pipe"));

    assertThat(refused.status()).as(refused.printed()).isEqualTo(78);
    assertThat(refused.printed()).contains("the file of --ca-bundle-from, cannot be read");
  }

  /** Its lock would stay for ever. */
  @Test
  void sweepsTheConfigurationThatKubeletReadBefore() throws IOException {
    var _ = good(INSTALL);
    node.write("/etc/kubernetes/.credential-providers.yaml.lock", "");
    node.write("/etc/kubernetes/.new-credential-providers.yaml.tmp", "half");
    node.write(
        "/etc/other/c.yaml",
        node.read(MadeUpNode.CONFIG).replaceAll("(?s)  - name: podpass.*", ""));

    assertThat(
            good(INSTALL + " --config-file=/etc/other/c.yaml --bin-dir=" + MadeUpNode.BIN)
                .printed())
        .contains("left podpass's entries in " + MadeUpNode.CONFIG)
        .contains("set kubelet's flags --image-credential-provider-config=/etc/other/c.yaml; ");

    assertThat(node.disk().keySet())
        .noneMatch(path -> path.endsWith(".tmp") || path.endsWith(".lock"));
    assertThat(node.read("/etc/other/c.yaml")).contains("- name: podpass-acr\n");
  }

  /** A rollout stops where it breaks pulls, and not because of one tenant. */
  @Test
  void isNotReadyWherePullsFailByItsOwnOptionsSinceTheChange() throws IOException {
    String log = "/var/log/podpass/audit.log";
    String install = INSTALL + " --audit-log=" + log;
    assertThat(node.shell().run("mkdir -p node/var/log/podpass").status()).isZero();
    var _ = good(install);
    String status = "status --max-failing=50";
    String now = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS).toString();
    node.write(log, lines(4, now, "configuration", 3) + lines(2, now, "ok", 1));
    var _ = good(status);
    node.write(log, lines(6, now, "denied", 6) + lines(6, now, "configuration", 2));
    var _ = good(status);
    node.write(log, lines(6, now, "bug", 3) + lines(6, now, "ok", 3));
    var _ = good(status);
    node.write(log, lines(6, now, "configuration", 3) + lines(5, now, "ok", 3));

    Shell.Result failing = node.podpass(status);

    assertThat(failing.status()).as(failing.printed()).isEqualTo(78);
    assertThat(failing.printed())
        .contains("6 of 11 pulls have failed since podpass changed this node: --x is wrong");
    var _ = good("status");
    String before = Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.SECONDS).toString();
    node.write(log, lines(6, before, "configuration", 1) + node.read(log));
    var _ = good(status);
  }

  private static String lines(int pulls, String time, String result, int accounts) {
    return IntStream.range(0, pulls)
        .mapToObj(it ->
            "{\"time\":\"%s\",\"result\":\"%s\",\"namespace\":\"n\",\"service_account\":\"a%d\",\"failure\":\"--x is wrong\"}%n"
                .formatted(time, result, it % accounts))
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(strings = {"600", "640"})
  void restoresNoMoreRightsThanTheFileHas(String mode) throws IOException {
    String stock = node.read(MadeUpNode.CONFIG);
    var _ = good(INSTALL);
    String change = "chmod %s node%s".formatted(mode, MadeUpNode.CONFIG);
    assertThat(node.shell().run(change).status()).isZero();

    var _ = good("uninstall");

    assertThat(node.read(MadeUpNode.CONFIG)).isEqualTo(stock);
    assertThat(node.shell().run("stat -c %a node" + MadeUpNode.CONFIG).printed())
        .isEqualTo(mode + "\n");
  }

  /**
   * As a node's image has it that was made with podpass, or for it: kubelet takes no file without
   * entries.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "podpass config --providers=acr",
        "printf 'apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig\nproviders: []'",
        "printf ''"
      })
  void leavesAnEntryThatServesNothingWherePodpassIsAlone(String image) throws IOException {
    assertThat(node.shell().run(image + " >node" + MadeUpNode.CONFIG).status()).isZero();
    var _ = good(INSTALL);
    assertThat(node.restarts()).isOne();

    assertThat(good("uninstall").printed())
        .contains("podpass is off: ", "serves no registry; kubelet was restarted and is healthy\n");

    assertThat(node.kubelet()).hasSize(1);
    assertThat(node.runningWith())
        .isEqualTo(node.read(MadeUpNode.CONFIG))
        .contains("podpass.invalid", "name: podpass-acr")
        .doesNotContain("azurecr");
    assertThat(good("uninstall").printed()).contains("podpass is off: ");
    assertThat(node.restarts()).isEqualTo(2);
    assertThat(node.podpass("status").status()).isEqualTo(78);
    var _ = good(INSTALL);
    assertThat(node.runningWith()).contains("azurecr").doesNotContain("podpass.invalid");
    var _ = good("status");
  }

  @Test
  void putsAReplacedEntryBackByItsLines() throws IOException {
    String stock =
        """
        apiVersion: kubelet.config.k8s.io/v1
        kind: CredentialProviderConfig
        providers:
          - name: stock # written by nodeadm
            # twelve hours
            matchImages: ["*.azurecr.io"]
            defaultCacheDuration: 12h
            apiVersion: credentialprovider.kubelet.k8s.io/v1
        """;
    node.write(MadeUpNode.CONFIG, stock);
    var _ = good(INSTALL + " --replace=stock --otherwise=node");
    assertThat(good("status").printed()).contains("podpass-acr replaces stock");
    node.write(MadeUpNode.CONFIG, "# foreign\n" + node.read(MadeUpNode.CONFIG));

    var _ = good("uninstall");

    assertThat(node.read(MadeUpNode.CONFIG)).isEqualTo("# foreign\n" + stock);
    var _ = good(INSTALL + " --replace=stock --otherwise=node");
    var _ = good(INSTALL + " --first");
    assertThat(good("status").printed()).doesNotContain("replaces stock");
  }

  @Test
  void saysThatEveryUserCanReadAPassword() {
    assertThat(node.shell().run("chmod 644 node" + MadeUpNode.CONFIG).status()).isZero();
    String password = INSTALL + " --env=HTTPS_PROXY=http://joe:hunter2@proxy:3128";

    assertThat(good(password).printed())
        .contains(
            "warning: %1$s has a password in it, and every user can read it; hint: chmod 600 %1$s\n"
                .formatted(MadeUpNode.CONFIG))
        .doesNotContain("hunter2");

    assertThat(node.shell().run("chmod 600 node" + MadeUpNode.CONFIG).status()).isZero();
    assertThat(good(password).printed()).doesNotContain("every user can read it");
  }

  /** Its program is gone with it: kubelet would not start with what came again. */
  @ParameterizedTest
  @ValueSource(strings = {"uninstall", INSTALL + " --env=A=1"})
  void bringsNoEntryAgainThatAnotherProgramHasTakenBack(String command) throws IOException {
    String stock = node.read(MadeUpNode.CONFIG);
    var _ = good(INSTALL);
    String installed = node.read(MadeUpNode.CONFIG);
    node.write(MadeUpNode.BIN + "/more", "#!/bin/sh\n");
    assertThat(node.shell().run("chmod 755 node/opt/plugins/more").status()).isZero();
    node.write(
        MadeUpNode.CONFIG,
        installed
            + stock
                .substring(stock.indexOf("  - name"))
                .replace("stock", "more")
                .replace("gcr", "more"));
    assertThat(node.podpass("reconcile --once --providers=acr").status()).isZero();
    node.write(MadeUpNode.CONFIG, installed);
    Files.delete(node.place(MadeUpNode.BIN + "/more"));

    var _ = good(command);

    assertThat(node.read(MadeUpNode.CONFIG)).doesNotContain("more").contains("- name: stock\n");
    assertThat(node.kubelet()).hasSize(1);
    assertThat(node.runningWith()).isEqualTo(node.read(MadeUpNode.CONFIG));
    var _ = good("uninstall");
    assertThat(node.read(MadeUpNode.CONFIG)).isEqualTo(stock);
  }

  @Test
  void putsEverythingBackIfKubeletDoesNotStart() throws IOException {
    Map<String, String> before = node.disk();
    String refused = INSTALL + " --env=REFUSED=1";

    Shell.Result result = node.podpass(refused);

    assertThat(result.status()).isEqualTo(78);
    assertThat(result.printed())
        .isEqualTo(
            "podpass: kubelet was not healthy within 1 s of its restart; the files are as they"
                + " were, and kubelet is healthy with them; hint: see why in kubelet's log:"
                + " journalctl -u kubelet\n");
    assertThat(diskWithoutState()).isEqualTo(before);
    assertThat(node.restarts()).isEqualTo(2);
    assertThat(node.podpass("status").printed())
        .contains("kubelet was not healthy within 1 s of its restart", "next try");
    assertThat(node.podpass(refused.replace("install", "reconcile --once")).printed())
        .startsWith("podpass: failed before, and not tried again until 2");
    assertThat(node.restarts()).isEqualTo(2);
    var _ = good(INSTALL);
    assertThat(good("status").printed()).doesNotContain("next try");
  }

  @Test
  void installsItsOwnExecutable() {
    Path executable = BuiltProgram.requireExecutable();
    Shell.Result result =
        node.shell()
            .run(
                "podpass node install --providers=acr --root=node --config-file=%s --bin-dir=%s"
                    .formatted(MadeUpNode.CONFIG, MadeUpNode.BIN));

    assertThat(result.status()).as(result.printed()).isZero();
    assertThat(node.place("/opt/plugins/podpass")).hasSameBinaryContentAs(executable);
  }

  @Tag("smoke")
  @Test
  void leavesTheNodeAsItWasAfterAnUninstallation() throws IOException {
    Map<String, String> before = node.disk();
    var _ = good(INSTALL);
    var _ = good(INSTALL + ",ecr --first");

    assertThat(good("uninstall").printed())
        .contains("removed /opt/plugins/podpass\n", "removed /opt/plugins/podpass-ecr\n")
        .endsWith("kubelet was restarted and is healthy\n");

    assertThat(node.disk()).isEqualTo(before);
    assertThat(node.restarts()).isEqualTo(3);
    assertThat(good("uninstall").printed()).isEqualTo("podpass has put nothing on this node\n");
    assertThat(node.podpass("status").status()).isEqualTo(78);
  }

  @Test
  void auditsEachChangeAndMeasuresEachPass() throws IOException {
    assertThat(node.podpass(INSTALL + WATCHED).status()).isZero();
    assertThat(node.podpass(INSTALL + WATCHED).status()).isZero();

    List<String> audit = Files.readAllLines(folder.resolve("a.jsonl"));
    assertThat(audit)
        .singleElement()
        .asString()
        .contains("\"install\"", "\"changed\"", "added /opt/plugins/podpass-acr");
    assertThat(folder.resolve("m.prom"))
        .content()
        .contains("\npodpass_node_last_pass_success 1\n")
        .contains("\npodpass_node_outcome{outcome=\"unchanged\"} 1\n")
        .contains("\npodpass_node_changes_total 1\n")
        .contains("\npodpass_node_kubelet_restarts_total 1\n");

    assertThat(node.podpass(INSTALL + " --env=REFUSED=1" + WATCHED).status()).isEqualTo(78);

    assertThat(Files.readAllLines(folder.resolve("a.jsonl")))
        .hasSize(2)
        .last()
        .asString()
        .contains("\"rolled_back\"", "kubelet was not healthy within 1 s of its restart");
    assertThat(folder.resolve("m.prom"))
        .content()
        .contains("\npodpass_node_last_pass_success 0\n")
        .contains("\npodpass_node_kubelet_restarts_total 3\n");

    // What was measured of the node would be true of it for ever.
    assertThat(node.podpass("uninstall" + WATCHED).status()).isZero();
    assertThat(folder.resolve("m.prom")).doesNotExist();
    assertThat(Files.readAllLines(folder.resolve("a.jsonl")))
        .hasSize(3)
        .last()
        .asString()
        .contains("\"uninstall\"", "removed /opt/plugins/podpass");
  }
}
