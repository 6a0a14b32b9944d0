// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.dist.PlayedPlatform.Boot;
import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Podpass on the node of each platform, from the first pass to the last. */
@Matrix
class PlayedPlatformsIT {
  @TempDir(factory = TrustedFolder.class)
  private Path folder;

  private final List<PlayedNode> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(PlayedNode::close);
  }

  private PlayedNode play(PlayedPlatform platform) throws IOException {
    PlayedNode node = PlayedNode.of(folder, platform);
    nodes.add(node);
    return node;
  }

  private static List<PlayedPlatform> changed() {
    return Arrays.stream(PlayedPlatform.values()).filter(it -> !it.isLeftAlone()).toList();
  }

  private static List<PlayedPlatform> leftAlone() {
    return Arrays.stream(PlayedPlatform.values()).filter(PlayedPlatform::isLeftAlone).toList();
  }

  @ParameterizedTest
  @MethodSource("changed")
  void livesThroughRebootsAndUpgradesAndLeavesNothing(PlayedPlatform played) throws IOException {
    PlayedNode node = play(played);
    Map<String, String> before = node.made().disk();

    node.pass("install " + node.options(), 0);

    assertThat(node.made().runningWith()).contains("name").contains("podpass-");
    node.assertThatImagesArePulledAsBefore();
    node.pass("status", 0);
    Shell.Result lint =
        node.made()
            .shell()
            .run(
                "podpass config lint --bin-dir=%s %s"
                    .formatted(node.made().place(played.bin), node.made().place(played.config)));
    assertThat(lint.printed()).as(lint.printed()).endsWith("nothing is wrong\n");
    assertThat(node.pass("install " + node.options(), 0).printed()).contains("nothing had to be");

    if (played.boot == Boot.WRITES) {
      node.made().write(played.config, played.stock);
    }
    node.made().shell().run("restart-kubelet");
    node.pass("reconcile --once " + node.options(), 0);
    assertThat(node.made().runningWith()).contains("podpass-");
    node.assertThatImagesArePulledAsBefore();

    String next = played.stock.replace("1m", "2m").replace("12h", "11h").replace("10m", "11m");
    node.made().write(played.config, next);
    node.made().shell().run("restart-kubelet");
    node.pass("install " + node.options(), 0);
    assertThat(node.made().runningWith()).contains("podpass-");
    node.assertThatImagesArePulledAsBefore();

    node.pass("uninstall", 0);
    assertThat(node.made().read(played.config)).isEqualTo(next);
    node.made().write(played.config, played.stock);
    assertThat(withoutTimes(node.made().disk())).isEqualTo(withoutTimes(before));
  }

  private static Map<String, String> withoutTimes(Map<String, String> disk) {
    disk.replaceAll((path, text) -> text.replaceAll("(?m)[0-9-]+T[0-9:.]+Z$", ""));
    return disk;
  }

  @ParameterizedTest
  @MethodSource("leftAlone")
  void isReadyWithAReasonWhereItChangesNothing(PlayedPlatform played) throws IOException {
    PlayedNode node = play(played);
    Map<String, String> before = node.made().disk();
    String metrics = " --node-metrics-file=" + folder.resolve("node.prom");

    Shell.Result install = node.pass("install " + node.options() + metrics, 78);

    assertThat(install.printed()).contains("podpass: podpass cannot be installed on this node: ");
    assertThat(node.pass("reconcile --once " + node.options(), 78).printed()).isEmpty();
    assertThat(node.pass("status --max-age=15m", 0).printed())
        .contains("unsupported", "podpass cannot be installed on this node");
    assertThat(Files.readString(folder.resolve("node.prom")))
        .contains("podpass_node_outcome{outcome=\"unsupported\"} 1\n")
        .contains("podpass_node_last_pass_good 1\n");
    Map<String, String> after = node.made().disk();
    after.keySet().removeIf(path -> path.startsWith("/var/lib/podpass"));
    before.keySet().removeIf(path -> path.equals("/var/lib"));
    after.keySet().removeIf(path -> path.equals("/var/lib"));
    assertThat(after).isEqualTo(before);
    assertThat(node.made().restarts()).isZero();
    node.pass("uninstall", 0);
  }

  @Test
  void printsTheMachineConfigOfTheFileThatKubeletReadsWithTheEntriesThatAreThere()
      throws IOException {
    PlayedNode node = play(PlayedPlatform.OPENSHIFT_AWS);

    String printed = node.pass("install " + node.options(), 78).printed();

    assertThat(printed)
        .contains("name: 99-worker-podpass", "path: " + PlayedPlatform.OPENSHIFT_AWS.config)
        .contains("97-worker-generated-credentialproviderconfig");
    Matcher content = Pattern.compile("base64,([A-Za-z0-9+/=]+)").matcher(printed);
    assertThat(content.find()).isTrue();
    assertThat(new String(Base64.getDecoder().decode(content.group(1)), UTF_8))
        .contains("name: podpass-ecr", "name: ecr-credential-provider", "us-isob-east-1");
    assertThat(node.made().podpass("install --providers=ecr").printed())
        .contains("ecr-credential-provider serves the same images");
  }

  /** What a platform may have next year, or two marks at once: one line, and nothing is changed. */
  @ParameterizedTest
  @EnumSource(names = {"GKE_STANDARD", "AKS_UBUNTU", "KUBEADM"})
  void changesNothingThatItCannotRead(PlayedPlatform played) throws IOException {
    PlayedNode node = play(played);
    for (String[] change :
        new String[][] {
          {"defaultCacheDuration", "nextYears: 1\n    defaultCacheDuration", "unknown field"},
          {"kubelet.config.k8s.io/v1", "kubelet.config.k8s.io/v2", "kubelet.config.k8s.io/v2"}
        }) {
      node.made().write(played.config, played.stock.replace(change[0], change[1]));
      String text = node.made().read(played.config);
      Shell.Result first = node.made().podpass("install " + node.options());
      assertThat(first.status()).as(first.printed()).isEqualTo(78);
      assertThat(first.printed()).startsWith("podpass: ").contains(change[2]).hasLineCount(1);
      assertThat(node.made().podpass("install " + node.options()).printed())
          .isEqualTo(first.printed());
      assertThat(node.made().read(played.config)).isEqualTo(text);
    }
    node.made().write(played.config, played.stock);
    node.made().write("/etc/os-release", played.release + "OPENSHIFT_VERSION=4.22\n");
    assertThat(node.made().podpass("install " + node.options()).printed())
        .contains("the Machine Config Operator of OpenShift reverts changes");
    assertThat(node.made().read(played.config)).isEqualTo(played.stock);
  }

  @Test
  void eachPlatformHasItsSources() throws IOException {
    List<String> rows = Files.readAllLines(Path.of("src/test/resources/played-platforms.csv"));

    for (PlayedPlatform played : PlayedPlatform.values()) {
      assertThat(rows)
          .as(played.name())
          .anyMatch(
              row -> row.matches(played + "\\|[^|]+\\|[\\w.-]+/[\\w.-]+\\|[^|]+\\|[0-9a-f]{8,40}"));
    }
    assertThat(rows.subList(1, rows.size()))
        .allMatch(
            row -> row.split("\\|", -1).length == 5, "platform, fact, repository, place, commit");
  }
}
