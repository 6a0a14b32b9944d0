// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code config merge} on a real file system, and on file systems that refuse. */
class MergeIT {
  private static final String MERGE =
      "podpass config merge --providers=acr node/c.yaml > printed 2>&1 || echo status $? >>"
          + " printed";

  @TempDir private Path folder;
  private Shell shell;

  @BeforeEach
  void prepare() throws IOException {
    shell = BuiltProgram.shell(folder, Map.of());
    var _ = Files.createDirectory(folder.resolve("node"));
    assertThat(shell.run("podpass config --providers=ecr > node/c.yaml").status()).isZero();
  }

  @Test
  void isOnTheDiskBeforeItTakesTheName() throws IOException {
    assumeThat(shell.run("strace -f -o /dev/null true").status())
        .as("strace is not there, or may not trace")
        .isZero();

    shell.run("strace -f -y -o trace -e trace=fsync,fdatasync,/rename.* sh -c '" + MERGE + "'");

    Path node = folder.resolve("node");
    List<String> calls =
        Files.readAllLines(folder.resolve("trace")).stream()
            .filter(line -> line.contains("sync(") || line.contains("rename"))
            .filter(line -> line.contains(node.toString()) && line.contains("= 0"))
            .map(line -> line.replaceFirst("^[0-9]+ +", "").replaceFirst("[0-9]{8}T[0-9]{6}Z", "T"))
            .map(line -> line.replaceAll("\\([0-9]+<", "(<").replaceAll(" +=", " ="))
            .toList();
    assertThat(calls)
        .containsSubsequence(
            "fsync(<%s/c.yaml.T.bak>) = 0".formatted(node),
            "fsync(<%s/.new-c.yaml.tmp>) = 0".formatted(node),
            "rename(\"%1$s/.new-c.yaml.tmp\", \"%1$s/c.yaml\") = 0".formatted(node),
            "fsync(<%s>) = 0".formatted(node))
        .last()
        .isEqualTo("fsync(<%s>) = 0".formatted(node));
  }

  /** With this file as it was, or texts without quotes, kubelet would not start. */
  @ParameterizedTest
  @CsvSource({"v1beta1, --first", "v1alpha1, --replace=ecr-credential-provider", "v1, --first"})
  void writesTheVersionAndTheTextsThatKubeletReads(String version, String placement)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("node/old.yaml"),
            """
            apiVersion: kubelet.config.k8s.io/%s
            kind: CredentialProviderConfig
            providers: [{name: ecr-credential-provider, defaultCacheDuration: 12h,
              apiVersion: credentialprovider.kubelet.k8s.io/v1, args: ["0o17"],
              env: [{name: A, value: "y"}], matchImages: ["*.dkr.ecr.*.amazonaws.com", x.example]}]
            """
                .formatted(version));

    Shell.Result result =
        shell.run(
            "podpass config merge --providers=ecr --env=DEBUG=n --env=B=08 %s node/old.yaml && podpass config lint node/old.yaml"
                .formatted(placement));

    assertThat(result.status()).as(result.printed()).isZero();
    assertThat(file)
        .content()
        .startsWith("apiVersion: kubelet.config.k8s.io/v1\n")
        .contains("- '0o17'", "value: 'y'", "value: 'n'", "value: '08'");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("kubelet.config.k8s.io/v1", "kubelet.config.k8s.io/v1beta1"));
    assertThat(shell.run("podpass config lint node/old.yaml").printed())
        .containsPattern("rejected: .*v1beta1 has no tokenAttributes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mount --bind node/c.yaml node/c.yaml                          | Device or resource busy | mount
          mount -t tmpfs -o size=64k none node; cp c.yaml node; ! cat /dev/zero > node/full | No space left on device | room
          mount -t tmpfs none node; cp c.yaml node; mount -o remount,ro node          | Read-only file system   | file system
          """)
  void tellsWhyItCannotBeReplacedAndLeavesNoBackup(String fault, String reason, String hint)
      throws IOException {
    assumeThat(shell.run("unshare -m mount -t tmpfs none node").status())
        .as("not run as root, or may not mount")
        .isZero();
    Files.copy(folder.resolve("node/c.yaml"), folder.resolve("c.yaml"));

    Shell.Result result =
        shell.run(
            "unshare -m sh -euc '%s; %s; ls -A node > names; cmp c.yaml node/c.yaml'"
                .formatted(fault, MERGE));

    assertThat(result.status()).as(result.printed()).isZero();
    assertThat(Files.readString(folder.resolve("printed")))
        .contains("node/c.yaml cannot be written (" + reason + ")", hint, "status 64");
    try (Stream<String> names = Files.lines(folder.resolve("names"))) {
      assertThat(names).contains("c.yaml").isSubsetOf("c.yaml", "full", ".c.yaml.lock");
    }
  }
}
