// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.kubeletconfig.FileEntry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RbacQueriesTest {
  private static final RbacQueries NODE = new RbacQueries("node-1", Optional.empty());

  @Test
  void namesTheNodeAndTheAudience() {
    assertThat(NODE.of(entries("sts.amazonaws.com")))
        .extracting(Check::finding)
        .containsExactly(
            "ask with your own kubectl: kubectl auth can-i request-serviceaccounts-token-audience"
                + " 'sts.amazonaws.com' -A --as=system:node:node-1 --as-group=system:nodes",
            "an API server before 1.38 gives a pod no token while its PVC, PV or CSIDriver is"
                + " missing");
  }

  @Test
  void putsAnAudienceWithASlashIntoAReview() {
    assertThat(NODE.of(entries("api://x/y")))
        .extracting(Check::finding)
        .first()
        .asString()
        .contains(
            "\"user\":\"system:node:node-1\"", "\"resource\":\"api://x/y\"", "| kubectl create")
        .doesNotContain("can-i");
  }

  @Test
  void asksNothingForEntriesWithoutAnAudience() {
    assertThat(NODE.of(List.of())).isEmpty();
  }

  private static List<FileEntry> entries(String audience) {
    String text =
        """
        apiVersion: kubelet.config.k8s.io/v1
        kind: CredentialProviderConfig
        providers:
          - name: podpass-ecr
            apiVersion: credentialprovider.kubelet.k8s.io/v1
            matchImages: ["registry.example"]
            defaultCacheDuration: 0s
            tokenAttributes:
              serviceAccountTokenAudience: %s
              cacheType: ServiceAccount
              requireServiceAccount: true
        """
            .formatted(audience);
    return ConfigFile.read(text).entries();
  }
}
