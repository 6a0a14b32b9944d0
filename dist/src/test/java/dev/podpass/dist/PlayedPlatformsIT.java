// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

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
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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

  /** Where only paths differ from another platform's, reboots and upgrades are that one's. */
  @ParameterizedTest
  @MethodSource("changed")
  void livesThroughRebootsAndUpgradesAndLeavesNothing(PlayedPlatform played) throws IOException {
    PlayedNode node = play(played);
    Map<String, String> before = node.made().disk();

    node.pass("install " + node.options(), 0);

    assertThat(node.made().runningWith()).contains("name").contains("podpass-");
    node.assertThatImagesArePulledAsBefore();
    assertThatDoctorNamesItsTrap(node);
    if (!played.isVariant()) {
      node.pass("status", 0);
      assertThatNothingIsWrong(node);
      reboot(node);
      upgrade(node);
    }
    String last = node.made().read(played.config);

    node.pass("uninstall", 0);
    assertThat(node.made().read(played.config)).isNotEqualTo(last).doesNotContain("podpass");
    if (!played.isVariant()) {
      assertThat(node.made().read(played.config)).isEqualTo(next(played));
      node.made().write(played.config, played.stock);
    }
    assertThat(withoutTimes(node.made().disk())).isEqualTo(withoutTimes(before));
  }

  /** It names what the platform does to the file, and nothing else is wrong. */
  private static void assertThatDoctorNamesItsTrap(PlayedNode node) {
    PlayedPlatform played = node.platform();
    Shell.Result doctor = node.made().shell().run("podpass doctor --root=node");

    assertThat(doctor.printed())
        .as(played.title)
        .containsPattern("ok +kubelet +it runs")
        .containsPattern("ok +configuration +" + node.made().place(played.config) + " is right")
        .containsPattern("ok +plugin podpass-")
        .contains("--image-credential-provider-config", played.config, played.named)
        .doesNotContainPattern("(?m)^ *failed");
    if (played == PlayedPlatform.AZURE_LINUX) {
      assertThat(doctor.printed())
          .containsPattern("ok +SELinux +it is enforcing, and the type .* is container_var_lib_t");
    }
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
    return played.stock.replace("1m", "2m").replace("12h", "11h").replace("10m", "11m");
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

    assertThat(install.printed())
        .contains("podpass: podpass cannot be installed on this node: ", played.named);
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
    assertThat(node.made().shell().run("podpass doctor --root=node").printed())
        .containsPattern("ok +configuration +" + node.made().place(played.config) + " is right")
        .doesNotContain("podpass-ecr");
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
  @MethodSource("surprises")
  void changesNothingThatItCannotRead(
      PlayedPlatform played, String path, UnaryOperator<String> change, String named)
      throws IOException {
    PlayedNode node = play(played);
    node.made().write(path, change.apply(node.made().read(path)));
    String before = node.made().read(played.config);

    Shell.Result first = node.pass("install " + node.options(), 78);

    assertThat(first.printed().lines().filter(line -> line.startsWith("podpass: ")))
        .singleElement(STRING)
        .contains(named, "; hint: ");
    assertThat(node.pass("install " + node.options(), 78).printed()).isEqualTo(first.printed());
    assertThat(node.made().read(played.config)).isEqualTo(before);
    assertThat(node.made().restarts()).isZero();
  }

  static Stream<Arguments> surprises() {
    return Stream.of(
        surprise(
            "a field of next year",
            PlayedPlatform.AKS_UBUNTU,
            PlayedPlatform.AKS_UBUNTU.config,
            text -> text.replace("defaultCacheD", "nextYears: 1\n    defaultCacheD"),
            "unknown field"),
        surprise(
            "an apiVersion of next year",
            PlayedPlatform.GKE_STANDARD,
            PlayedPlatform.GKE_STANDARD.config,
            text -> text.replace("kubelet.config.k8s.io/v1", "kubelet.config.k8s.io/v2"),
            "kubelet.config.k8s.io/v2"),
        surprise(
            "two platforms at once",
            PlayedPlatform.GKE_STANDARD,
            "/etc/os-release",
            text -> text + "OPENSHIFT_VERSION=4.22\n",
            "the Machine Config Operator of OpenShift reverts changes"));
  }

  private static Arguments surprise(
      String name, PlayedPlatform played, String path, UnaryOperator<String> change, String named) {
    return argumentSet(name, played, path, change, named);
  }

  /** What it calls itself matters nowhere but where nothing can be changed. */
  @Test
  void aPlatformThatIsNoneOfTheseIsReadByKubeletsFlags() throws IOException {
    PlayedNode node = play(PlayedPlatform.KUBEADM);
    node.made().write("/etc/os-release", "ID=plan9\nPRETTY_NAME=none\n");

    node.pass("install " + node.options(), 0);

    assertThat(node.made().runningWith()).contains("podpass-ecr");
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
