// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.demo.CloudTools;
import dev.podpass.dist.text.Page;
import dev.podpass.dist.text.Page.Block;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every block of commands on every page runs in bash as it stands there, those of one page one
 * after the other, but for those below which the page says why not. The clouds are fakes, the
 * programs of others are played, and paths of the node lie below a directory.
 */
@Tag("jar")
class PageBlocksIT {
  /** Directories of a node, where no other path goes on. */
  private static final String NODE_PATH =
      "(?<![\\w./}])/(?=(?:etc|var/lib|var/log|root|usr/local/lib|run|host)\\b)";

  /** The programs of others, of which a page needs no more than that they end with 0. */
  private static final List<String> PLAYED =
      List.of("chainctl", "docker", "helm", "less", "systemctl");

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  @TempDir private Path folder;

  static Stream<Page> pages() throws IOException {
    return Page.all().stream()
        .filter(page -> !page.path().endsWith("try-it.md")) // TryItIT
        .filter(page -> page.blocks().stream().anyMatch(PageBlocksIT::isRun));
  }

  private static boolean isRun(Block block) {
    return block.language().equals("sh") && block.run();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void runs(Page page) throws IOException {
    StringBuilder script = new StringBuilder();
    for (Block block : page.blocks().stream().filter(PageBlocksIT::isRun).toList()) {
      script
          .append("echo '--- ")
          .append(block.text().lines().findFirst().orElse("").replace("'", ""));
      script.append("'\n").append(onNode(block.text()));
    }

    Shell.Result result = shell().runBy("/bin/bash", script + "echo ALL DONE\n");

    assertThat(result.printed()).endsWith("ALL DONE\n");
    assertThat(result.status()).isZero();
    clouds.plantedSecrets().forEach(secret -> assertThat(result.printed()).doesNotContain(secret));
  }

  /** Commands stand in blocks that are run, and not in indented lines. */
  @Test
  void commandsStandInBlocks() throws IOException {
    for (Page page : Page.all()) {
      if (!page.path().endsWith("CONTRIBUTING.md")) {
        assertThat(page.prose().lines())
            .as(page.toString())
            .noneMatch(
                line -> line.matches(" {4}(\\(|\\./|podpass |kubectl |aws |az |gcloud |java ).*"));
      }
    }
  }

  @Test
  void aBlockThatFailsIsFound() {
    assertThat(new Page(Path.of("a.md"), "```sh\nfalse\n```\n").blocks())
        .allMatch(PageBlocksIT::isRun);
    assertThat(
            new Page(
                    Path.of("a.md"),
                    "```sh\nfalse\n```\n\n*Not run by the tests: it builds for minutes.*\n")
                .blocks())
        .noneMatch(PageBlocksIT::isRun);
    assertThat(onNode("a /etc/x --root=/host b/etc/x $D/etc"))
        .isEqualTo("a %1$s/etc/x --root=%1$s/host b/etc/x $D/etc".formatted(folder));
  }

  private String onNode(String commands) {
    return commands
        .replaceAll(NODE_PATH, folder + "/")
        .replaceAll("podpass (doctor|node \\w+)(?! --root)", "podpass $1 --root=" + folder)
        .replaceAll("node reconcile", "node reconcile --once");
  }

  private Shell shell() throws IOException {
    Map<String, String> environment = new HashMap<>(clouds.environment());
    environment.putAll(
        Map.of(
            "HOME",
            folder.toString(),
            "JAVA_HOME",
            System.getProperty("java.home"),
            "ISSUER",
            clouds.issuer().url(),
            "ACCOUNT",
            ExampleWorld.ACCOUNT,
            "PROJECT",
            "my-project",
            "SNI",
            "bindings.example.com",
            "API_SERVER",
            "https://10.0.0.1",
            "URL",
            "https://example.com/podpass"));
    Shell shell = BuiltShell.in(folder, environment);
    for (Map.Entry<String, String> tool : CloudTools.of(clouds.issuer().url()).entrySet()) {
      shell.program(tool.getKey(), tool.getValue());
    }
    for (String program : PLAYED) {
      shell.program(program, "");
    }
    clouds.issuer().writeJwks(folder.resolve("keys"));
    Files.writeString(folder.resolve("minted"), clouds.issuer().token().mint());
    shell.program(
        "kubectl",
        """
        case "$*" in
        *'create token app --audience'?sts.amazonaws.com) cat "$HOME/minted" ;;
        *'/openid/v1/jwks') cat "$HOME/keys" ;;
        *'--output json') echo '{"items":[]}' ;;
        *apply*) cat ;;
        esac
        """);
    shell.program("journalctl", "echo 'podpass: one line of a log'\n");
    shell.program(
        "curl",
        "while [ $# -gt 1 ]; do [ \"$1\" != --output ] || cp podpass \"$2\"; shift; done\n");
    node();
    return shell;
  }

  /** The node's files, below the directory, and what a page's commands find beside them. */
  private void node() throws IOException {
    for (String directory :
        List.of(
            "bin",
            "etc/default",
            "etc/kubernetes/credential-providers",
            "etc/podpass",
            "root",
            "etc/eks/image-credential-provider",
            "usr/local/lib",
            "var/lib",
            "var/log",
            "run",
            "host",
            "dist/target",
            "docs/example-provider")) {
      Files.createDirectories(folder.resolve(directory));
    }
    Files.writeString(folder.resolve("bin/sh"), "");
    Files.createSymbolicLink(folder.resolve("dist/target/podpass.jar"), BuiltProgram.jar());
    Files.createSymbolicLink(folder.resolve("dist/target/podpass"), folder.resolve("podpass"));
    Files.createSymbolicLink(
        folder.resolve("docs/example-provider/target"),
        BuiltProgram.exampleProvider().toAbsolutePath().normalize().getParent());
    Files.writeString(
        folder.resolve("etc/default/kubelet"),
        """
        KUBELET_EXTRA_ARGS="--image-credential-provider-config=/etc/kubernetes/credential-providers.yaml \
        --image-credential-provider-bin-dir=/etc/kubernetes/credential-providers"
        """);
    Files.copy(
        folder.resolve("podpass"), folder.resolve("etc/kubernetes/credential-providers/podpass"));
  }
}
