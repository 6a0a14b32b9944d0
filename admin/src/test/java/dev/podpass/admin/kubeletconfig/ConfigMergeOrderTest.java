// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.podpass.admin.kubeletconfig.ConfigMerge.Placement;
import dev.podpass.core.testing.FailedCall;
import dev.podpass.spi.Entry;
import dev.podpass.spi.Hosts;
import dev.podpass.spi.failure.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The order of entries that serve the same images, and entries that are replaced. */
class ConfigMergeOrderTest extends MergedConfig {
  private static List<String> names(String text) {
    return ConfigFile.read(text).entries().stream().map(FileEntry::label).toList();
  }

  private static final ConfigDocument ECR =
      document("podpass-ecr", "aud", "*.dkr.ecr.*.amazonaws.com", "public.ecr.aws");

  @Test
  void choosesNothingWhereAnotherEntryServesTheSameImages() {
    FailedCall.assertFails(
        () -> merge(NODE, ECR),
        Kind.CONFIGURATION,
        "ecr-credential-provider serves the same images as podpass-ecr",
        "--replace=ecr-credential-provider",
        "--first");
  }

  @Test
  void choosesNothingForAnEntryThatIsBehindAlreadyEither() {
    String behind =
        merge(NODE, document("podpass-ecr", "aud"))
            .text()
            .replace("*.registry.io", "*.dkr.ecr.*.amazonaws.com");

    assertThatThrownBy(() -> merge(behind, ECR)).hasMessageContaining("would try it first");
  }

  @Test
  void goesBeforeTheOthersAndSaysWhatStaysBehind() {
    ConfigMerge.Result result = ConfigMerge.of(NODE, ECR, new Placement.First());

    assertThat(result.changes()).containsExactly("added podpass-ecr");
    assertThat(result.remarks())
        .singleElement()
        .asString()
        .contains("podpass-ecr first, then that of ecr-credential-provider");
    assertThat(names(result.text())).containsExactly("podpass-ecr", "ecr-credential-provider");
    assertThat(result.text())
        .contains(
            "providers:\n- name: podpass-ecr\n", "\n# the old way\n- name: ecr-cred", "# the end");
    // The order is chosen now.
    assertThat(merge(result.text(), ECR).changes()).isEmpty();
    assertThat(ConfigMerge.of(result.text(), ECR, new Placement.First()).changes()).isEmpty();
  }

  @Test
  void movesOneThatIsBehind() {
    String behind =
        merge(NODE, document("podpass-ecr", "aud"))
            .text()
            .replace("*.registry.io", "*.dkr.ecr.*.amazonaws.com");

    ConfigMerge.Result result = ConfigMerge.of(behind, ECR, new Placement.First());

    assertThat(result.changes()).containsExactly("moved podpass-ecr before the other entries");
    assertThat(names(result.text())).containsExactly("podpass-ecr", "ecr-credential-provider");
  }

  @Test
  void putsSeveralFirstInTheirOrder() {
    ConfigDocument two =
        new ConfigDocument(List.of(ECR.entries().getFirst(), OURS.entries().getFirst()));

    assertThat(names(ConfigMerge.of(NODE, two, new Placement.First()).text()))
        .containsExactly("podpass-ecr", "podpass-x", "ecr-credential-provider");
  }

  @Test
  void takesThePlaceAndTheImagesOfAnother() {
    Placement replacing = new Placement.Replacing("ecr-credential-provider");
    String before = NODE.replace("amazonaws.com']", "amazonaws.com', quay.io]");

    ConfigMerge.Result result = ConfigMerge.of(before, ECR, replacing);

    assertThat(result.changes())
        .containsExactly(
            "podpass-ecr replaces ecr-credential-provider, with its matchImages",
            "ecr-credential-provider stays for \"quay.io\", which podpass-ecr does not serve");
    assertThat(result.remarks())
        .singleElement()
        .asString()
        .endsWith("merge again with --otherwise=node");
    assertThat(ConfigFile.read(result.text()).entries())
        .extracting(FileEntry::label, entry -> entry.matchImages().getFirst().text())
        .containsExactly(
            tuple("podpass-ecr", "*.dkr.ecr.*.amazonaws.com"),
            tuple("ecr-credential-provider", "quay.io"));
    assertThat(result.text()).contains("# the end");
    assertThat(ConfigMerge.of(result.text(), ECR, replacing).changes()).isEmpty();
  }

  @Test
  void replacesByTheProviderThatServesItsHostsAndAppendsTheOthers() {
    ConfigDocument two =
        new ConfigDocument(List.of(OURS.entries().getFirst(), ECR.entries().getFirst()));
    Placement replacing = new Placement.Replacing("ecr-credential-provider");

    ConfigMerge.Result result = ConfigMerge.of(NODE, two, replacing);

    assertThat(names(result.text())).containsExactly("podpass-ecr", "podpass-x");
    assertThat(
            Takeover.effects(
                ConfigRemoval.entries(NODE),
                result.entries(),
                "ecr-credential-provider",
                List.of("podpass-x", "podpass-ecr")))
        .first()
        .asString()
        .startsWith("podpass-ecr replaces ecr-credential-provider");
    assertThat(ConfigMerge.of(result.text(), two, replacing).changes()).isEmpty();
  }

  @Test
  void narrowsAPatternThatItServesInPart() {
    String before = NODE.replace("'*.dkr.ecr.*.amazonaws.com'", "gcr.io, '*.gcr.io', '*.old.io'");
    ConfigDocument addition =
        new ConfigDocument(
            List.of(
                new ProviderEntry(
                    "podpass-gar",
                    Optional.empty(),
                    Entry.of(
                        Hosts.matching(List.of("gcr.io", "us.gcr.io", "*.new.io"), _ -> true),
                        "aud"),
                    List.of(),
                    List.of("gke.gcr.io", "us.gcr.io", "other.io"),
                    List.of(),
                    Map.of())));
    Placement replacing = new Placement.Replacing("ecr-credential-provider");

    ConfigMerge.Result result = ConfigMerge.of(before, addition, replacing);

    assertThat(result.changes())
        .containsExactly(
            "podpass-gar replaces ecr-credential-provider, with its matchImages",
            "ecr-credential-provider stays for \"*.old.io\", \"gke.gcr.io\", which podpass-gar does"
                + " not serve",
            "\"*.gcr.io\" became \"us.gcr.io\", \"gke.gcr.io\": images of its other hosts are"
                + " pulled anonymously");
    ConfigMerge.Result again = ConfigMerge.of(result.text(), addition, replacing);
    assertThat(again.changes()).isEmpty();
    assertThat(
            ConfigRemoval.restoring(result.text(), "podpass-gar", "ecr-credential-provider", before)
                .orElseThrow())
        .satisfies(text -> assertThat(names(text)).containsExactly("ecr-credential-provider"))
        .contains("gcr.io", "*.old.io")
        .doesNotContain("gke.gcr.io");
  }

  @Test
  void replacesAnotherEvenIfItsOwnEntryIsThere() {
    String both = ConfigMerge.of(NODE, ECR, new Placement.First()).text();

    ConfigMerge.Result result =
        ConfigMerge.of(both, ECR, new Placement.Replacing("ecr-credential-provider"));

    assertThat(names(result.text())).containsExactly("podpass-ecr");
    assertThat(result.changes())
        .contains("removed public.ecr.aws from podpass-ecr: images there are pulled anonymously");
  }

  @Test
  void replacesNoneThatServesOtherImagesOrIsNotThere() {
    assertThatThrownBy(
            () -> ConfigMerge.of(NODE, OURS, new Placement.Replacing("ecr-credential-provider")))
        .hasMessageContaining("podpass-x serves none of the images of ecr-credential-provider");
    FailedCall.assertFails(
        () -> ConfigMerge.of(NODE, ECR, new Placement.Replacing("other")),
        Kind.CONFIGURATION,
        "no entry other to replace",
        "its entries are ecr-credential-provider");
  }
}
