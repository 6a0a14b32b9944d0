// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.pull.Providers;
import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import dev.podpass.spi.failure.CredentialException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the options of the clouds' own plugins mean to an entry that replaces theirs. */
class ReplacedPluginTest {
  private static Map<String, String> meaning(String name, String option, String value) {
    ReplacedPlugin plugin =
        Providers.discover().all().stream()
            .flatMap(provider -> provider.replacedPlugin().stream())
            .filter(one -> one.name().equals(name))
            .findAny()
            .orElseThrow();
    Map<String, String> given =
        new TreeMap<>(Map.of(option, Optional.ofNullable(value).orElse("")));
    if (option.equals("--identity-provider") && !value.equals("alone")) {
      given.put("--project-id", "p");
    }
    return plugin.meaning().apply(given);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          acr-credential-provider | FILE | /etc/kubernetes/azure.json | --acr-azure-config | /etc/kubernetes/azure.json
          acr-credential-provider | --registry-mirror | a.example:b.example,c.example:d.example | --mirror | a.example=b.example,c.example=d.example
          acr-credential-provider | --ib-sni-name | x.example | --acr-identity-binding-sni | x.example
          acr-credential-provider | --ib-apiserver-ip | 10.0.0.4 | --acr-identity-binding-server | 10.0.0.4
          acr-credential-provider | --ib-default-client-id | c | --acr-client-id | c
          acr-credential-provider | --ib-default-tenant-id | t | --acr-tenant-id | t
          auth-provider-gcp | --identity-provider | https://i.example | --gar-audience | identitynamespace:p.svc.id.goog:https://i.example
          auth-provider-gcp | --identity-provider | https://i.example | --gar-require-annotation | iam.gke.io/enable-wi-image-pull
          """)
  void isAnOptionOfPodpass(String name, String option, String value, String own, String meant) {
    assertThat(meaning(name, option, value)).containsEntry(own, meant);
  }

  @ParameterizedTest
  @CsvSource({
    "acr-credential-provider, --registry-mirror, a.example:1:b.example, must be SOURCE:TARGET",
    "acr-credential-provider, --registry-mirror, :b.example, must be SOURCE:TARGET",
    "auth-provider-gcp, --authFlow, dockercfg-url, has no counterpart",
    "auth-provider-gcp, --identity-provider, alone, without --project-id"
  })
  void isRefusedWherePodpassHasNone(String name, String option, String value, String because) {
    assertThatThrownBy(() -> meaning(name, option, value))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining(because);
  }
}
