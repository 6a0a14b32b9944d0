// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Which pods may start an image that is on the node, by whatever credential it was pulled, and what
 * {@code podpass node audit} says of it. The records are the real kubelet's.
 */
abstract class PresentImageScenarios extends ClusterFixture {
  static final String CAN_BE_USED = "already present on machine and can be accessed by the pod";
  static final String AUDIT_LOG = "--audit-log=" + audit();

  /** The role that trusts no service account: AWS denies it. */
  private static final Map<String, String> DENIED_ROLE =
      Map.of("eks.amazonaws.com/ecr-role-arn", ExampleWorld.ROLE + "-of-others");

  static Path audit() {
    return Path.of(Kubelet.property("cluster.directory")).resolve("audit.log");
  }

  /** The answer is for a token of the service account, and so is what kubelet records. */
  @Test
  void anImageThatIsPulledAsTheNodeForAServiceAccountIsClosed() throws IOException {
    node.restartKubelet("--without-identity=node", AUDIT_LOG);
    serviceAccount("as-node", Map.of());
    serviceAccount("denied-as-node", DENIED_ROLE);
    String image = ecr("team-a/first");
    assertRuns(ClusterPod.of("as-node-1", "as-node", image));
    assertThat(issuedToTheNode()).as("pulled as the node").isTrue();

    assertRuns(ClusterPod.of("as-node-2", "as-node", image).ifNotPresent());
    assertRefusedIfVerified(
        ClusterPod.of("denied-as-node-1", "denied-as-node", image).ifNotPresent());

    if (node.verifiesImages()) {
      assertThat(audited().output())
          .containsPattern("closed +" + name(image) + " +team-a/as-node as role .*");
    }
  }

  /**
   * As by an entry without tokens: what it opens stays open when podpass pulls the image anew, and
   * when the image is removed. Kubelet's record has to go with it.
   */
  @Test
  void anImageThatWasPulledWithoutATokenIsOpenUntilItsRecordIsGone() throws Exception {
    node.restartKubelet(AUDIT_LOG);
    serviceAccount("owner-of-static", ROLE);
    serviceAccount("denied-static", DENIED_ROLE);
    String image = ecr("team-a/static");
    withStaticPod(image, () -> assertThat(issuedToTheNode()).isTrue());

    assertRuns(ClusterPod.of("denied-static-1", "denied-static", image).ifNotPresent());
    assertRuns(ClusterPod.of("owner-of-static-1", "owner-of-static", image));
    removeImage(image);
    assertRuns(ClusterPod.of("owner-of-static-2", "owner-of-static", image));
    assertRuns(ClusterPod.of("denied-static-2", "denied-static", image).ifNotPresent());
    Command.Result open = audited();
    assertThat(open.status()).isEqualTo(78);
    if (!node.verifiesImages()) {
      assertThat(open.output()).contains("verifies images since Kubernetes 1.35");
      return;
    }
    assertThat(open.output()).containsPattern("open +" + name(image) + " +every pod +pulled with");

    deletePods();
    node.stopKubelet();
    removeImage(image);
    removeRecords(image);
    node.restartKubelet(AUDIT_LOG);

    assertRuns(ClusterPod.of("owner-of-static-3", "owner-of-static", image).ifNotPresent());
    assertRefused(ClusterPod.of("denied-static-3", "denied-static", image).ifNotPresent());
    assertThat(audited().output())
        .containsPattern("closed +" + name(image) + " +team-a/owner-of-static as role .*");

    deletePods();
    node.stopKubelet();
    removeRecords(image); // As kubelet does for an image in use when its disk is full.
    node.restartKubelet(AUDIT_LOG);

    assertRuns(ClusterPod.of("denied-static-4", "denied-static", image).ifNotPresent());
    assertThat(audited().output())
        .containsPattern("no record\\n(  .*\\n)* +" + name(image) + "\\n");
  }

  /** By the registry; podpass has failed before, or answered with a placeholder. */
  final void assertRefused(ClusterPod pod) {
    assertDoesNotRun(pod);
    assertThat(pod.events(node.api()))
        .anyMatch(event ->
            event.matches("(?s)Failed: .*(authorization failed|401 Unauthorized|403 Forbidden).*"));
  }

  /** A kubelet before 1.35 lets every pod start an image that is there. */
  final void assertRefusedIfVerified(ClusterPod pod) {
    if (node.verifiesImages()) {
      assertRefused(pod);
    } else {
      assertRuns(pod);
    }
  }

  /** With podpass's reason in kubelet's log. */
  final void assertFailsIfVerified(ClusterPod pod, String... because) {
    if (node.verifiesImages()) {
      assertFails(pod, because);
    } else {
      assertRuns(pod);
    }
  }

  private static boolean issuedToTheNode() {
    return node.clouds()
        .aws()
        .passwords()
        .getLast()
        .session()
        .role()
        .arn()
        .equals(ExampleWorld.NODE_ROLE);
  }

  /** Of kubelet's records and podpass's log; the node's other files are made for {@code --root}. */
  private static Command.Result audited() throws IOException {
    Path root = Path.of("/var/lib/audited-node");
    Command.run("rm", "-rf", root.toString());
    Files.createDirectories(root.resolve("var/lib/kubelet"));
    Path records = node.directory().resolve("kubelet/image_manager");
    if (Files.exists(records)) {
      Command.run("cp", "-a", records.toString(), root + "/var/lib/kubelet/");
    }
    Path log = root.resolve(audit().toString().substring(1));
    Files.createDirectories(log.resolveSibling(""));
    Files.copy(audit(), log);
    Files.copy(node.directory().resolve("credential-providers.yaml"), root.resolve("c.yaml"));
    Files.writeString(
        Files.createDirectories(root.resolve("etc/default")).resolve("kubelet"),
        "--image-credential-provider-config=/c.yaml --image-credential-provider-bin-dir=/bin");
    Files.writeString(
        Files.createDirectories(root.resolve("var/lib/dpkg")).resolve("status"),
        "Package: kubelet\nStatus: install ok installed\nVersion: 1.%d.0-1.1\n"
            .formatted(node.kubeletMinor()));
    Command.Result audit =
        Command.attempt(BuiltPlugin.line(List.of("node", "audit", "--root=" + root)));
    audit.output().lines().forEach(line -> System.out.println("   " + line));
    return audit;
  }

  private static String name(String image) {
    return image.substring(0, image.lastIndexOf(':'));
  }

  /** As {@code crictl rmi}, by all of its names. */
  private static void removeImage(String image) {
    String socket = node.directory().resolve("containerd.sock").toString();
    Command.run("ctr", "-a", socket, "-n", "k8s.io", "images", "ls", "-q")
        .lines()
        .filter(found -> found.startsWith(name(image)))
        .forEach(found ->
            Command.run("ctr", "-a", socket, "-n", "k8s.io", "images", "rm", "--sync", found));
  }

  private static void removeRecords(String image) throws IOException {
    Path records = node.directory().resolve("kubelet/image_manager/pulled");
    String of = "\"" + name(image) + "\"";
    try (var files = Files.list(records)) {
      for (Path file : files.toList()) {
        if (Files.readString(file).contains(of)) {
          Files.delete(file);
        }
      }
    }
  }
}
