// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.vault.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.TrustTrial;
import dev.podpass.provider.vault.VaultOptions;
import org.junit.jupiter.api.Test;

class VaultTrustTest {
  private final TrustTrial trial =
      TrustTrial.of(new VaultTrust())
          .with(VaultOptions.URL, "https://vault.example.com")
          .with(VaultOptions.REGISTRY, "ghcr.io,docker.io")
          .with(VaultOptions.ROLE, "pull")
          .with(VaultOptions.SECRET, "secret/data/pull/{registry}/{namespace}/{serviceaccount}");

  /** The script is run in conformance/trust, against a server. */
  @Test
  void theScriptIsForTheWholeCluster() {
    assertThat(trial.shell("ghcr.io/team-a/app"))
        .contains(
            """
            address='https://vault.example.com'
            vault_namespace=''
            mount='jwt'
            role='pull'
            audience='vault.example.com'
            paths='secret/data/pull/ghcr.io/(namespace)/(serviceaccount) secret/data/pull/docker.io/(namespace)/(serviceaccount)'
            """);
  }

  @Test
  void theModuleHasTheSame() {
    assertThat(trial.with(VaultOptions.NAMESPACE, "ns1").terraform("ghcr.io/team-a/app"))
        .contains(
            "  issuer    = \"https://oidc.example.com/cluster\"\n",
            "  paths     = [\"secret/data/pull/ghcr.io/(namespace)/(serviceaccount)\", ",
            "  namespace = \"ns1\"\n");
  }

  @Test
  void aRoleMayDifferByServiceAccount() {
    assertThat(trial.with(VaultOptions.ROLE, "{namespace}_pull").shell("ghcr.io/team-a/app"))
        .contains("role='team-a_pull'\n");
  }
}
