// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The entry that a platform writes into kubelet's configuration for its own plugin. */
public enum StockEntry {
  /**
   * EKS, Amazon Linux 2023.
   *
   * @see <a
   *     href="https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/image-credential-provider.go">
   *     nodeadm's list</a>
   */
  EKS(
      "ecr-credential-provider",
      patterns(
          "*.dkr.ecr.*.amazonaws.com",
          "*.dkr-ecr.*.on.aws",
          "*.dkr.ecr.*.amazonaws.com.cn",
          "*.dkr-ecr.*.on.amazonwebservices.com.cn",
          "*.dkr.ecr-fips.*.amazonaws.com",
          "*.dkr-ecr-fips.*.on.aws",
          "*.dkr.ecr.*.c2s.ic.gov",
          "*.dkr.ecr.*.sc2s.sgov.gov",
          "*.dkr.ecr.*.cloud.adc-e.uk",
          "*.dkr.ecr.*.csp.hci.ic.gov",
          "*.dkr.ecr.*.amazonaws.eu",
          "public.ecr.aws",
          "ecr-public.aws.com")),
  /** GKE Standard: {@code cri_auth_config.yaml} of its start script. */
  GKE(
      "auth-provider-gcp",
      patterns("container.cloud.google.com", "gcr.io", "*.gcr.io", "*.pkg.dev")),
  /**
   * AKS.
   *
   * @see <a href="https://github.com/Azure/AgentBaker">AgentBaker, cse_config.sh</a>
   */
  AKS(
      "acr-credential-provider",
      patterns(
          "*.azurecr.io",
          "*.azurecr.cn",
          "*.azurecr.de",
          "*.azurecr.us",
          "*.*.geo.azurecr.io",
          "*.*.geo.azurecr.cn",
          "*.*.geo.azurecr.de",
          "*.*.geo.azurecr.us"));

  private final String plugin;
  private final String matchImages;

  StockEntry(String plugin, String matchImages) {
    this.plugin = plugin;
    this.matchImages = matchImages;
  }

  private static String patterns(String... patterns) {
    return Stream.of(patterns).map("  - \"%s\"\n"::formatted).collect(Collectors.joining());
  }

  public String configuration() {
    return """
    apiVersion: kubelet.config.k8s.io/v1
    kind: CredentialProviderConfig
    providers:
    - name: %s
      apiVersion: credentialprovider.kubelet.k8s.io/v1
      defaultCacheDuration: 10m
      matchImages:
    %s\
    """
        .formatted(plugin, matchImages);
  }
}
