// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class AksBindingsTest {
  private static final String STOCK =
      """
      providers:
      - name: acr-credential-provider
        args: [azure.json, --ib-sni-name=s.example, --ib-apiserver-ip, 10.0.0.4,
          --ib-default-client-id=c, --ib-default-tenant-id=]
      """;
  private static final String OURS =
      """
      providers:
      - name: podpass-acr
        args: [--provider=acr, --acr-identity-binding-sni=t.example, --acr-client-id=d, --other=1]
      """;

  @Test
  void takesTheOptionsOfTheEntryThatIsReplaced() {
    assertThat(AksBindings.takenOver(STOCK, "acr-credential-provider", "podpass-acr"))
        .containsExactly(
            entry("--acr-identity-binding-sni", "s.example"),
            entry("--acr-identity-binding-server", "10.0.0.4"),
            entry("--acr-client-id", "c"));
    assertThat(AksBindings.takenOver(STOCK, "another", "podpass-acr")).isEmpty();
    String without = STOCK.replace("--ib-sni-name=s.example", "x");
    assertThat(AksBindings.takenOver(without, "acr-credential-provider", "podpass-acr")).isEmpty();
  }

  @Test
  void keepsThemWhenItHasReplacedThatEntry() {
    assertThat(AksBindings.takenOver(OURS, "acr-credential-provider", "podpass-acr"))
        .containsExactly(
            entry("--acr-identity-binding-sni", "t.example"), entry("--acr-client-id", "d"));
    String entra = OURS.replace("--acr-identity-binding-sni=t.example, ", "");
    assertThat(AksBindings.takenOver(entra, "acr-credential-provider", "podpass-acr")).isEmpty();
    assertThat(AksBindings.takenOver("", "acr-credential-provider", "podpass-acr")).isEmpty();
  }
}
