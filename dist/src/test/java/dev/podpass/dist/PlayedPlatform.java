// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import java.util.List;

/**
 * Nodes as their sources write them: kubelet's paths, the stock configuration, what the node calls
 * itself, and images of the platform's own pods.
 *
 * <p>EKS: {@code nodeadm/internal/kubelet/image-credential-provider.go} (81fec2e8) of
 * awslabs/amazon-eks-ami; nodeadm writes the whole file at each boot. kubeadm: paths and entries
 * are the operator's.
 */
enum PlayedPlatform {
  EKS_AL2023(
      "ID=\"amzn\"\nVERSION_ID=\"2023\"\n",
      "/etc/eks/image-credential-provider/config.json",
      "/etc/eks/image-credential-provider",
      "ecr-credential-provider",
      """
      {
        "apiVersion": "kubelet.config.k8s.io/v1",
        "kind": "CredentialProviderConfig",
        "providers": [
          {
            "name": "ecr-credential-provider",
            "matchImages": [
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
              "ecr-public.aws.com"
            ],
            "defaultCacheDuration": "12h",
            "apiVersion": "credentialprovider.kubelet.k8s.io/v1"
          }
        ]
      }
      """,
      Boot.WRITES,
      "--providers=ecr --replace=ecr-credential-provider",
      "602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/kube-proxy"
          + " 602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni",
      "nodeadm writes it anew at each boot"),
  KUBEADM(
      "ID=debian\nVERSION_ID=\"13\"\n",
      "/etc/kubernetes/credential-providers.yaml",
      "/opt/plugins",
      "other",
      """
      # the operator's own
      apiVersion: kubelet.config.k8s.io/v1
      kind: CredentialProviderConfig
      providers:
        - name: other
          matchImages: [registry.example]
          defaultCacheDuration: 1h
          apiVersion: credentialprovider.kubelet.k8s.io/v1
      """,
      Boot.KEEPS,
      "--providers=ecr",
      "registry.example/app",
      "");

  /** Whether the platform writes its configuration anew at a reboot. */
  enum Boot {
    WRITES,
    KEEPS
  }

  final String release;
  final String config;
  final String bin;
  final String plugin;
  final String stock;
  final Boot boot;
  final String options;

  /** What {@code doctor} says of the platform; empty for nothing. */
  final String named;

  private final String images;

  PlayedPlatform(
      String release,
      String config,
      String bin,
      String plugin,
      String stock,
      Boot boot,
      String options,
      String images,
      String named) {
    this.release = release;
    this.config = config;
    this.bin = bin;
    this.plugin = plugin;
    this.stock = stock;
    this.boot = boot;
    this.options = options;
    this.images = images;
    this.named = named;
  }

  /** Images of the platform's own pods, and of pods of users. */
  List<String> images() {
    return List.of(images.split(" ", -1));
  }
}
