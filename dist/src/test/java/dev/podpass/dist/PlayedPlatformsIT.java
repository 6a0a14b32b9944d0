// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.dist.PlayedPlatform.Boot;
import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Podpass on the node of each platform, from the first pass to the last. */
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

  @ParameterizedTest
  @EnumSource
  void livesThroughRebootsAndUpgradesAndLeavesNothing(PlayedPlatform played) throws IOException {
    PlayedNode node = play(played);
    Map<String, String> before = node.made().disk();

    node.pass("install " + node.options(), 0);

    assertThat(node.made().runningWith()).contains("name").contains("podpass-");
    node.assertThatImagesArePulledAsBefore();
    assertThatDoctorNamesItsTrap(node);
    node.pass("status", 0);
    assertThatNothingIsWrong(node);
    reboot(node);
    upgrade(node);
    String last = node.made().read(played.config);

    node.pass("uninstall", 0);
    assertThat(node.made().read(played.config)).isNotEqualTo(last).doesNotContain("podpass");
    assertThat(node.made().read(played.config)).isEqualTo(next(played));
    node.made().write(played.config, played.stock);
    assertThat(withoutTimes(node.made().disk())).isEqualTo(withoutTimes(before));
  }

  /** It names what the platform does to the file, and nothing else is wrong. */
  private static void assertThatDoctorNamesItsTrap(PlayedNode node) {
    PlayedPlatform played = node.platform();
    Shell.Result doctor = node.made().shell().run("on-node podpass doctor --root=node");

    assertThat(doctor.printed())
        .as(played.name())
        .containsPattern("ok +kubelet +it runs")
        .containsPattern("ok +configuration +" + node.made().place(played.config) + " is right")
        .containsPattern("ok +plugin podpass-")
        .contains("--image-credential-provider-config", played.config, played.named)
        .doesNotContainPattern("(?m)^ *failed");
    assertThat(doctor.printed().contains("platform  "))
        .as(doctor.printed())
        .isEqualTo(!played.named.isEmpty());
    assertThat(doctor.status()).as(doctor.printed()).isZero();
  }

  private static void assertThatNothingIsWrong(PlayedNode node) {
    Path bin = node.made().place(node.platform().bin);
    Path config = node.made().place(node.platform().config);
    Shell.Result lint =
        node.made().shell().run("podpass config lint --bin-dir=%s %s".formatted(bin, config));
    assertThat(lint.printed()).as(lint.printed()).endsWith("nothing is wrong\n");
  }

  private static void reboot(PlayedNode node) throws IOException {
    if (node.platform().boot == Boot.WRITES) {
      node.made().write(node.platform().config, node.platform().stock);
    }
    node.made().shell().run("restart-kubelet");
    Shell.Result pass = node.pass("reconcile --once " + node.options(), 0);
    if (node.platform().boot == Boot.KEEPS) {
      assertThat(pass.printed()).isEmpty();
    }
    assertThat(node.made().runningWith()).contains("podpass-");
    node.assertThatImagesArePulledAsBefore();
  }

  private static void upgrade(PlayedNode node) throws IOException {
    node.made().write(node.platform().config, next(node.platform()));
    node.made().shell().run("restart-kubelet");
    node.pass("install " + node.options(), 0);
    assertThat(node.made().runningWith()).contains("podpass-");
    node.assertThatImagesArePulledAsBefore();
  }

  private static String next(PlayedPlatform played) {
    return played.stock.replace("12h", "11h");
  }

  private static Map<String, String> withoutTimes(Map<String, String> disk) {
    disk.replaceAll((path, text) -> text.replaceAll("(?m)[0-9-]+T[0-9:.]+Z$", ""));
    return disk;
  }
}
