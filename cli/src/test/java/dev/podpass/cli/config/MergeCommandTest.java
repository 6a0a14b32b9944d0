// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podpass.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergeCommandTest extends MergeFixture {
  @Test
  void addsKeepsAndBacksUp() throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), NODE);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    CommandRun run = merge(file);

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            added podpass-echo
            backup: %s.20261125T100000Z.bak
            restart kubelet to use it
            """
                .formatted(file));
    assertThat(Files.readString(file)).startsWith(NODE + "  - name: podpass-echo\n");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    assertThat(folder.resolve("c.yaml.20261125T100000Z.bak")).hasContent(NODE);
    assertThat(names()).containsExactly("c.yaml", "c.yaml.20261125T100000Z.bak");
  }

  @Test
  void saysSoIfThereIsNothingToChange() throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), NODE);
    var _ = merge(file);
    var before = Files.getLastModifiedTime(file);
    List<String> names = names();

    CommandRun run = merge(file);

    assertThat(run.out()).isEqualTo("no change: " + file + " already has this entry\n");
    assertThat(run.status()).isZero();
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
    assertThat(names()).isEqualTo(names);
  }

  @Test
  void makesTheFileIfThereIsNone() throws IOException {
    Path file = folder.resolve("c.yaml");

    CommandRun run = merge(file);

    assertThat(run.out())
        .startsWith(
            "created " + file + "\nkubelet uses it only if --image-credential-provider-config")
        .endsWith("\nrestart kubelet to use it\n");
    assertThat(Files.readString(file)).isEqualTo(CommandRun.of("config", "--providers=echo").out());
    assertThat(names()).containsExactly("c.yaml");
  }

  @Test
  void writesNothingInADryRun() throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), NODE);

    CommandRun run = merge(file, "--dry-run");

    assertThat(run.out())
        .startsWith("--- %1$s\n+++ %1$s\n@@ -6,3 +6,14 @@\n".formatted(file))
        .contains("\n+  - name: podpass-echo\n");
    assertThat(file).hasContent(NODE);
    assertThat(names()).containsExactly("c.yaml");
    assertThat(merge(folder.resolve("new.yaml"), "--dry-run").out())
        .startsWith("--- /dev/null\n+++ %s/new.yaml\n".formatted(folder));
    assertThat(names()).containsExactly("c.yaml");
  }

  @Test
  void printsNoPasswordInADryRun() throws IOException {
    String proxy = "http://me:hunter2@proxy.example.com";
    Path file =
        Files.writeString(
            folder.resolve("c.yaml"),
            NODE + "    env: [{name: HTTPS_PROXY, value: %s}]\n".formatted(proxy));

    String diff = merge(file, "--dry-run").out();

    assertThat(diff).contains(" value: http://[secret]@proxy.example.com}]\n");
    JsonNode json = new ObjectMapper().readTree(merge(file, "--dry-run", "--json").out());
    assertThat(json.path("diff").asText() + "\n").isEqualTo(diff);
  }

  private static final String STOCK = NODE.replace("[gcr.io]", "[echo.example]");

  /** As that of EKS Hybrid Nodes, which have no instance metadata. */
  @Test
  void replacesNoEntryThatHasTheNodesCredentialsFromAFile() throws IOException {
    String hybrid =
        STOCK.replace(
            "name: old", "name: old\n    env: [{name: AWS_SHARED_CREDENTIALS_FILE, value: /c}]");
    Path file = Files.writeString(folder.resolve("c.yaml"), hybrid);

    CommandRun run = merge(file, "--replace=old", "--otherwise=node");

    assertThat(run.status()).isEqualTo(78);
    assertThat(run.err())
        .contains("old has the node's credentials by AWS_SHARED_CREDENTIALS_FILE")
        .contains("hint: give --first instead of --replace=old");
    assertThat(file).hasContent(hybrid);
    assertThat(merge(file, "--first").status()).isZero();
    assertThat(merge(file, "--replace=old", "--otherwise=anonymous").status()).isZero();
  }

  @Test
  void putsItselfFirst() throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), STOCK);

    CommandRun run = merge(file, "--first");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("added podpass-echo\nkubelet tries the credential of podpass-echo first");
    assertThat(CommandRun.of("config", "lint", file.toString()).out())
        .contains("warning: \"echo.example\" overlaps \"echo.example\" of podpass-echo");
    assertThat(Files.readString(file)).contains("--otherwise=anonymous\n");
    assertThat(merge(file, "--first").out()).startsWith("no change: ");
  }

  /** What the operator has chosen stays. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --otherwise=fail           | false
          --env=PODPASS_OTHERWISE=fail | false
          --when-unavailable=present-images | false
          --without-token=node       | true
          """)
  void firstAnswersNothingUnlessTheOperatorChose(String option, boolean anonymous)
      throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), STOCK);

    assertThat(merge(file, "--first", option).status()).isZero();

    assertThat(Files.readString(file).contains("--otherwise=anonymous")).isEqualTo(anonymous);
  }
}
