// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Podpass in the place of the stock entry on a node of EKS, from the first pass to the last. */
class EksNodeIT {
  /**
   * As {@code nodeadm/internal/kubelet/image-credential-provider.go} (81fec2e8) of
   * awslabs/amazon-eks-ami writes it at each boot.
   */
  static final String STOCK =
      """
      {
        "apiVersion": "kubelet.config.k8s.io/v1",
        "kind": "CredentialProviderConfig",
        "providers": [
          {
            "name": "ecr-credential-provider",
            "matchImages": [
              "*.dkr.ecr.*.amazonaws.com",
              "*.dkr-ecr.*.on.aws",
              "*.dkr.ecr.*.amazonaws.com.cn",
              "*.dkr-ecr.*.on.amazonwebservices.com.cn",
              "*.dkr.ecr-fips.*.amazonaws.com",
              "*.dkr-ecr-fips.*.on.aws",
              "*.dkr.ecr.*.c2s.ic.gov",
              "*.dkr.ecr.*.sc2s.sgov.gov",
              "*.dkr.ecr.*.cloud.adc-e.uk",
              "*.dkr.ecr.*.csp.hci.ic.gov",
              "*.dkr.ecr.*.amazonaws.eu",
              "public.ecr.aws",
              "ecr-public.aws.com"
            ],
            "defaultCacheDuration": "12h",
            "apiVersion": "credentialprovider.kubelet.k8s.io/v1"
          }
        ]
      }
      """;

  private static final String BIN = "/etc/eks/image-credential-provider";
  private static final String CONFIG = BIN + "/config.json";
  private static final String PLUGIN = "ecr-credential-provider";
  private static final String OPTIONS =
      "--providers=ecr --replace=" + PLUGIN + " --without-token=node --without-identity=node";

  /** Of one of the platform's own pods. */
  private static final String IMAGE = "602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni";

  @TempDir(factory = TrustedFolder.class)
  private Path folder;

  private MadeUpNode node;

  @BeforeEach
  void makeUpNode() throws IOException {
    node = MadeUpNode.in(folder, CONFIG, BIN, PLUGIN, STOCK, "");
    node.write("/etc/os-release", "ID=\"amzn\"\nVERSION_ID=\"2023\"\n");
    node.write("/etc/ssl/certs/ca-certificates.crt", "");
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void livesThroughRebootsAndUpgradesAndLeavesNothing() throws IOException {
    Map<String, String> before = withoutTimes(node.disk());

    pass("install " + OPTIONS);

    List<String> arguments = assertPodpassServes();
    Shell.Result plan =
        node.shell().run("podpass explain '%s' %s".formatted(IMAGE, String.join(" ", arguments)));
    assertThat(plan.status()).as(plan.printed()).isZero();
    assertThat(plan.printed()).containsPattern("of the node|instance metadata");
    assertThatDoctorNamesItsTrap();
    assertThat(
            node.shell().run("podpass config lint --bin-dir=node%s node%s".formatted(BIN, CONFIG)))
        .satisfies(lint -> assertThat(lint.printed()).endsWith("nothing is wrong\n"));
    restartWith(STOCK);
    pass("reconcile --once " + OPTIONS);
    var _ = assertPodpassServes();
    String next = STOCK.replace("12h", "11h");
    restartWith(next);
    pass("install " + OPTIONS);
    var _ = assertPodpassServes();

    pass("uninstall");
    assertThat(node.read(CONFIG)).isEqualTo(next);
    node.write(CONFIG, STOCK);
    assertThat(withoutTimes(node.disk())).isEqualTo(before);
  }

  private void pass(String command) {
    Shell.Result result = node.podpass(command);
    assertThat(result.status()).as(command + ": " + result.printed()).isZero();
  }

  private void restartWith(String configuration) throws IOException {
    node.write(CONFIG, configuration);
    assertThat(node.shell().run("restart-kubelet").status()).isZero();
  }

  /** Kubelet runs podpass in the place of the platform's plugin; returns its arguments. */
  private List<String> assertPodpassServes() throws IOException {
    assertThat(node.runningWith()).isEqualTo(node.read(CONFIG));
    List<FileEntry> entries = ConfigFile.read(node.read(CONFIG)).entries();
    assertThat(entries).extracting(FileEntry::label).containsExactly("podpass-ecr");
    return entries.getFirst().arguments();
  }

  private void assertThatDoctorNamesItsTrap() {
    Shell.Result doctor = node.shell().run("on-node podpass doctor --root=node");

    assertThat(doctor.printed())
        .containsPattern("ok +kubelet +it runs")
        .containsPattern("ok +configuration +" + node.place(CONFIG) + " is right")
        .containsPattern("ok +plugin podpass-")
        .contains("--image-credential-provider-config", CONFIG)
        .contains("platform  ", "nodeadm rewrites it at every boot")
        .doesNotContainPattern("(?m)^ *failed");
    assertThat(doctor.status()).as(doctor.printed()).isZero();
  }

  private static Map<String, String> withoutTimes(Map<String, String> disk) {
    disk.replaceAll((path, text) -> text.replaceAll("(?m)[0-9-]+T[0-9:.]+Z$", ""));
    return disk;
  }
}
