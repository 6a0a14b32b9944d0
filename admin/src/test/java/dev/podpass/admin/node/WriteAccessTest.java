// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.check.Check.Verdict;
import dev.podpass.core.file.UnixAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files another user can change, and with them what kubelet runs as root. */
class WriteAccessTest extends InspectedNode {
  private static final String ENTRY =
      """
      providers:
        - name: podpass-x
          args: [--provider=x, "@/etc/args", --token-jwks=/etc/jwks.json, "--exchange-profile={}"]
          env: [{name: PODPASS_ACR_AZURE_CONFIG, value: /etc/azure.json}]
      """;

  private NodeTree withFiles() {
    return good()
        .file("/etc/c.yaml", ENTRY)
        .file("/etc/args", "# ours\n--log-level=info  --ca-bundle=/etc/ca.pem\n")
        .file("/etc/jwks.json", "{}")
        .file("/etc/ca.pem", "x")
        .file("/etc/azure.json", "{}");
  }

  private static List<Check> found(List<Check> checks) {
    return checks.stream().filter(check -> check.subject().equals("write access")).toList();
  }

  @Test
  void isQuietWhereOnlyRootCan() {
    assertThat(found(inspect(withFiles())))
        .containsExactly(
            Check.ok(
                "write access", "no other user can change what kubelet runs, and podpass's files"));
    assertThat(found(inspect(new NodeTree(root.resolve("empty"))))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /etc/c.yaml      | rw-rw-r-- | FAILED  | kubelet runs what /etc/c.yaml names as root
          /etc             | rwxrwxr-x | FAILED  | kubelet runs what /etc/c.yaml names as root
          /opt/bin         | rwxrwxrwx | FAILED  | kubelet runs the plugins in it as root
          /opt/bin/podpass | rwxr-xrwx | FAILED  | kubelet runs /opt/bin/podpass-x as root
          /etc/args        | rw-rw---- | FAILED  | podpass-x takes its options from /etc/args
          /etc/jwks.json   | rw-rw-rw- | WARNING | podpass-x believes /etc/jwks.json, from --token-jwks
          /etc/ca.pem      | rw----rw- | WARNING | podpass-x believes /etc/ca.pem, from --ca-bundle
          /etc/azure.json  | rw----rw- | WARNING | podpass-x believes /etc/azure.json, from --acr-azure-config
          """)
  void tellsWhatAnotherUserCanChange(String path, String mode, Verdict verdict, String use) {
    NodeTree node = withFiles().mode(path, mode);

    assertThat(found(inspect(node)))
        .containsExactly(
            new Check(
                "write access",
                verdict,
                "another user can change %s; %s".formatted(path, use),
                Optional.of("chown root %1$s && chmod go-w %1$s".formatted(path)),
                false));
  }

  @Test
  void looksAtEachFileOfADirectoryThatKubeletReads() {
    NodeTree node =
        good()
            .file("/etc/cp.d/10.yaml", CONFIG)
            .file("/etc/cp.d/README", "x")
            .mode("/etc/cp.d/README", "rw-rw-rw-");

    assertThat(check(node, "/etc/cp.d")).extracting(Check::verdict).containsExactly(Verdict.OK);
    assertThat(check(node.mode("/etc/cp.d/10.yaml", "rw-rw-rw-"), "/etc/cp.d"))
        .extracting(Check::finding)
        .containsExactly(
            "another user can change /etc/cp.d/10.yaml; kubelet runs what /etc/cp.d names as root");
    assertThat(check(node.mode("/etc/cp.d", "rwxrwxrwx"), "/etc/cp.d"))
        .extracting(Check::finding)
        .contains("another user can change /etc/cp.d; kubelet runs what /etc/cp.d names as root");
  }

  @Test
  void advisesToMoveAFileOutOfAStickyDirectory() throws IOException {
    NodeTree node = good().file("/tmp/c.yaml", CONFIG);
    Files.setAttribute(root.resolve("tmp"), "unix:mode", 01777);

    assertThat(check(node, "/tmp/c.yaml"))
        .singleElement()
        .satisfies(check -> {
          assertThat(check.finding()).startsWith("another user can change /tmp; ");
          assertThat(check.todo())
              .hasValue("move /tmp/c.yaml to a directory that only root can change");
        });
  }

  @Test
  void tellsOfALinkAndAFileOfAnotherUser() throws IOException {
    assumeThat(UnixAttributes.of(root).uid()).as("not run as root").isZero();
    NodeTree node = good();
    give("opt/bin/podpass-x");
    give("etc/c.yaml");

    assertThat(check(node, "/etc/c.yaml"))
        .extracting(Check::finding, check -> check.todo().orElseThrow())
        .containsExactly(
            tuple(
                "another user can change /etc/c.yaml; kubelet runs what /etc/c.yaml names as root",
                "chown root /etc/c.yaml && chmod go-w /etc/c.yaml"),
            tuple(
                "another user can change /opt/bin/podpass-x; kubelet runs /opt/bin/podpass-x as"
                    + " root",
                "chown -h root /opt/bin/podpass-x"));
  }

  private void give(String path) throws IOException {
    Path file = root.resolve(path);
    Files.setAttribute(file, "unix:uid", 54321, LinkOption.NOFOLLOW_LINKS);
  }

  private List<Check> check(NodeTree node, String config) {
    return new WriteAccess(node.files())
        .check(
            config,
            "/opt/bin",
            judge(
                    root.resolve("etc/c.yaml"),
                    new NodeInspection(node.files()).programs(TestPrograms.context()))
                .entries());
  }
}
