// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.node.TestPrograms;
import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInBindingsTest {
  private static final String STOCK =
      """
      - name: acr-credential-provider
        matchImages: ["*.azurecr.io"]
        args: [/etc/kubernetes/azure.json, --ib-sni-name=s.example, --ib-apiserver-ip=10.0.0.4]
      """;

  /** As ACR's provider has it, of whose options the meaning has the names. */
  private static final ReplacedPlugin PLUGIN =
      new ReplacedPlugin(
          "acr-credential-provider",
          Map.of(
              "--ib-sni-name", "--acr-identity-binding-sni",
              "--ib-apiserver-ip", "--acr-identity-binding-server"),
          options -> new TreeMap<>(options).descendingMap(),
          Set.of("--acr-identity-binding-sni", "--acr-identity-binding-server"),
          List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--ib-sni-name=s.example, --ib-apiserver-ip=10.0.0.4",
        "--ib-sni-name, s.example, --ib-apiserver-ip, 10.0.0.4",
        "--ib-sni-name=old.example, --ib-sni-name=s.example, --ib-apiserver-ip=10.0.0.4"
      })
  void tellsWhichOptionsTakeThePlaceOfTheStockEntrys(String args) {
    String stock = STOCK.replace("--ib-sni-name=s.example, --ib-apiserver-ip=10.0.0.4", args);

    assertThat(lint(stock + ours("--provider=acr")))
        .containsExactly(
            "warning 5: AKS's serviceAccountImagePullProfile is on: acr-credential-provider pulls"
                + " with identity bindings, as the client of the same annotation; use one of the"
                + " two for these images: podpass config merge --replace=acr-credential-provider,"
                + " with --acr-identity-binding-sni=s.example"
                + " --acr-identity-binding-server=10.0.0.4, or acr-credential-provider alone");
  }

  @Test
  void findsTheStockEntryAfterPodpassToo() {
    assertThat(lint(ours("--provider=acr") + STOCK))
        .singleElement()
        .asString()
        .startsWith("warning 6: AKS's serviceAccountImagePullProfile is on");
  }

  @Test
  void twoThatDoTheSameAreOneTooMany() {
    assertThat(lint(STOCK + ours(bound("s.example", "10.0.0.4"))))
        .containsExactly(
            "warning 5: podpass-acr and acr-credential-provider both pull with identity bindings"
                + " of AKS; let one take the other's place: podpass config merge"
                + " --replace=acr-credential-provider");
  }

  @ParameterizedTest
  @CsvSource({
    "t.example, 10.0.0.4, --acr-identity-binding-sni is t.example in podpass-acr, s.example",
    "s.example, 10.0.0.5, --acr-identity-binding-server is 10.0.0.5 in podpass-acr, 10.0.0.4"
  })
  void comparesTheValues(String sni, String server, String message, String theirs) {
    assertThat(lint(STOCK + ours(bound(sni, server))))
        .containsExactly(
            "warning 5: %s, but AKS's own entry acr-credential-provider has %s"
                .formatted(message, theirs));
  }

  @Test
  void readsTheVariablesOfTheEntry() {
    String env =
        """
          env:
          - {name: PODPASS_ACR_IDENTITY_BINDING_SNI, value: t.example}
        """;

    assertThat(lint(STOCK + ours("--provider=acr") + env))
        .singleElement()
        .asString()
        .contains("--acr-identity-binding-sni is t.example in podpass-acr");
  }

  @Test
  void isSilentWhereTheyDoNotMeet() {
    assertThat(lint(STOCK)).isEmpty();
    assertThat(lint(STOCK.replaceAll("--ib[^,]*", "x") + ours("--provider=acr"))).isEmpty();
    assertThat(lint(STOCK + ours("--provider=acr").replace("azurecr.io", "azurecr.cn"))).isEmpty();
    assertThat(lint(STOCK + STOCK.replace("acr-c", "other-c"))).isEmpty();
  }

  private static String bound(String sni, String server) {
    return "--provider=acr, --acr-identity-binding-sni=%s, --acr-identity-binding-server=%s"
        .formatted(sni, server);
  }

  private static String ours(String args) {
    return """
    - name: podpass-acr
      matchImages: ["*.azurecr.io"]
      tokenAttributes: {}
      args: [%s]
    """
        .formatted(args);
  }

  private static List<String> lint(String providers) {
    String text = "providers:\n" + providers;
    return new EntryPairs(Set.of(), Stream.of(PLUGIN))
        .add("c.yaml", TestPrograms.entries(text)).stream()
            .filter(finding -> !finding.message().contains(" overlaps "))
            .map(BuiltInBindingsTest::line)
            .toList();
  }

  private static String line(Finding finding) {
    return "%s %d: %s"
        .formatted(
            finding.severity().name().toLowerCase(Locale.ROOT), finding.line(), finding.message());
  }
}
