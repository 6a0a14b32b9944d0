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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every block of commands on every page runs in bash as it stands there, those of one page one
 * after the other, but for those below which the page says why not. The clouds are fakes, the
 * programs of others are played, and paths of the node lie below a directory.
 */
class PageBlocksIT {
  /** Directories of a node, where no other path goes on. */
  private static final String NODE_PATH =
      "(?<![\\w./}])/(?=(?:etc|opt|var/lib|var/log|root|usr/local/lib|run)(?:/|\\s|$))";

  /** The programs of others, of which a page needs no more than that they end with 0. */
  private static final List<String> PLAYED = List.of("docker", "helm", "less", "systemctl");

  /** The entries of the clouds' own plugins, which the pages of platforms have podpass replace. */
  private static final String STOCK =
      """
        - {name: acr-credential-provider, apiVersion: credentialprovider.kubelet.k8s.io/v1,
           defaultCacheDuration: 10m, matchImages: ["*.azurecr.io"]}
        - {name: auth-provider-gcp, apiVersion: credentialprovider.kubelet.k8s.io/v1,
           defaultCacheDuration: 1m, matchImages: ["*.pkg.dev"]}
      """;

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

    Shell.Result result = shell(page).runBy("/bin/bash", script + "echo ALL DONE\n");

    assertThat(result.printed()).endsWith("ALL DONE\n");
    assertThat(result.status()).isZero();
    clouds.plantedSecrets().forEach(secret -> assertThat(result.printed()).doesNotContain(secret));
  }

  @Test
  void aBlockThatFailsIsFound() {
    assertThat(new Page(Path.of("a.md"), "```sh\nfalse\n```\n").blocks())
        .allMatch(PageBlocksIT::isRun);
    assertThat(
            new Page(
                    Path.of("a.md"),
                    "```sh\nfalse\n```\n\n<!-- Not run by the tests: it builds for minutes. -->\n")
                .blocks())
        .noneMatch(PageBlocksIT::isRun);
    assertThat(onNode("tar -C /usr/local/lib\ninstall x /opt/podpass/x"))
        .isEqualTo("tar -C %1$s/usr/local/lib\ninstall x %1$s/opt/podpass/x".formatted(folder));
    assertThat(onNode("a /etc/x b/etc/x $D/etc/x; podpass node reconcile --root=/host --first"))
        .isEqualTo(
            ("a %1$s/etc/x b/etc/x $D/etc/x;"
                    + " podpass node reconcile --once --executable=%1$s/podpass --root=%1$s --first")
                .formatted(folder));
  }

  /** A node is at the directory; the program that is installed there is not the jar. */
  private String onNode(String commands) {
    return commands
        .replaceAll("podpass (doctor|node \\w+)\\b(?! --root)", "podpass $1 --root=/host")
        .replaceAll("node (install|reconcile) ", "node $1 --executable=/host/podpass ")
        .replace("node reconcile ", "node reconcile --once ")
        .replaceAll("=/host\\b", "=" + folder)
        .replaceAll(NODE_PATH, folder + "/");
  }

  private Shell shell(Page page) throws IOException {
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
            "10.0.0.1:443",
            "URL",
            "https://example.com/podpass",
            "CLUSTER",
            Path.of("src/test/resources/plan/eks.json").toAbsolutePath().toString(),
            "SHA256",
            "of-the-download"));
    Shell shell = BuiltProgram.shell(folder, environment);
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
        *'jobs -A -o json') cat "$CLUSTER" ;;
        *apply*) cat ;;
        esac
        """);
    shell.program("journalctl", "echo 'podpass: one line of a log'\n");
    shell.program(
        "curl",
        "while [ $# -gt 1 ]; do [ \"$1\" != --output ] || cp \"$HOME/podpass\" \"$2\"; shift; done\n");
    shell.program("sha256sum", "cat > /dev/null; echo podpass: OK\n");
    boolean platform = page.path().toString().contains("platforms");
    node(shell, platform ? STOCK : "");
    return shell;
  }

  /** The node's files, below the directory, and what a page's commands find beside them. */
  private void node(Shell shell, String stock) throws IOException {
    for (String directory :
        List.of(
            "bin",
            "etc/default",
            "etc/kubernetes/credential-providers",
            "etc/podpass",
            "opt",
            "root",
            "etc/eks/image-credential-provider",
            "usr/local/lib",
            "var/lib",
            "var/log",
            "run",
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
    Files.writeString(folder.resolve("stock"), stock);
    Files.writeString(folder.resolve("config.json"), "{\"auths\": {\"quay.io\": {}}}");
    Files.copy(
        Path.of("../docs/transcripts/node/config.json"),
        folder.resolve("etc/eks/image-credential-provider/config.json"));
    Shell.Result prepared =
        shell.run(
            """
            podpass config --providers=quay | cat - stock > etc/kubernetes/credential-providers.yaml
            for name in podpass podpass-quay; do
              cp podpass etc/kubernetes/credential-providers/$name
            done
            for name in acr-credential-provider auth-provider-gcp; do
              echo '#!/bin/sh' > etc/kubernetes/credential-providers/$name
              chmod 755 etc/kubernetes/credential-providers/$name
            done
            [ -s stock ] || cp podpass etc/kubernetes/credential-providers/podpass-acr
            mkdir -p podpass-1-bundle/bin
            cp podpass podpass-1-bundle/bin
            tar -czf podpass-1-bundle.tar.gz podpass-1-bundle
            """);
    assertThat(prepared.status()).as(prepared.printed()).isZero();
  }
}
