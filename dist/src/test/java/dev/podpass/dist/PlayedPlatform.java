// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import java.util.Arrays;
import java.util.List;

/**
 * Platforms as their sources write a node of theirs: kubelet's paths, the stock configuration, what
 * the node calls itself, and images of the platform's own pods. {@code played-platforms.csv} has
 * the source of each fact.
 */
enum PlayedPlatform {
  EKS_AL2023(
      "EKS, Amazon Linux 2023",
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
              "*.dkr.ecr.*.amazonaws.eu"
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
  GKE_STANDARD(
      "GKE Standard",
      "ID=cos\nNAME=\"Container-Optimized OS\"\n",
      "/etc/srv/kubernetes/cri_auth_config.yaml",
      "/home/kubernetes/bin",
      "auth-provider-gcp",
      """
      kind: CredentialProviderConfig
      apiVersion: kubelet.config.k8s.io/v1
      providers:
        - name: auth-provider-gcp
          apiVersion: credentialprovider.kubelet.k8s.io/v1
          matchImages:
          - "container.cloud.google.com"
          - "gcr.io"
          - "*.gcr.io"
          - "*.pkg.dev"
          args:
          - get-credentials
          - --v=3
          defaultCacheDuration: 1m
      """,
      Boot.WRITES,
      "--providers=gar --replace=auth-provider-gcp"
          + " --gar-require-annotation=iam.gke.io/enable-wi-image-pull"
          + " --gar-audience=identitynamespace:p.svc.id.goog:https://container.googleapis.com/v1/projects/p/locations/l/clusters/c",
      "gke.gcr.io/prometheus-to-sd"
          + " us-central1-artifactregistry.gcr.io/gke-release/gke-release/kube-proxy-amd64"
          + " mirror.gcr.io/library/busybox"
          + " gcr.io/gke-release/asm/proxyv2"
          + " us-docker.pkg.dev/p/r/app",
      "GKE's start script writes it anew at each boot"),
  AKS_UBUNTU(
      "AKS, Ubuntu",
      "ID=ubuntu\nVERSION_ID=\"24.04\"\n",
      "/var/lib/kubelet/credential-provider-config.yaml",
      "/var/lib/kubelet/credential-provider",
      "acr-credential-provider",
      """
      apiVersion: kubelet.config.k8s.io/v1
      kind: CredentialProviderConfig
      providers:
        - name: acr-credential-provider
          matchImages:
            - "*.azurecr.io"
            - "*.azurecr.cn"
            - "*.azurecr.de"
            - "*.azurecr.us"
            - "*.*.geo.azurecr.io"
            - "*.*.geo.azurecr.cn"
            - "*.*.geo.azurecr.de"
            - "*.*.geo.azurecr.us"
          defaultCacheDuration: "10m"
          apiVersion: credentialprovider.kubelet.k8s.io/v1
          args:
            - /etc/kubernetes/azure.json
      """,
      Boot.KEEPS,
      "--providers=acr --replace=acr-credential-provider --acr-tenant-id=11111111-2222-3333-4444-555555555555",
      "myregistry.azurecr.io/app" + " myregistry.azurecr.cn/app",
      "AKS writes it anew when it provisions or upgrades a node"),
  AZURE_LINUX(
      "AKS, Azure Linux",
      "ID=azurelinux\nVERSION_ID=\"3.0\"\n",
      AKS_UBUNTU.config,
      AKS_UBUNTU.bin,
      AKS_UBUNTU.plugin,
      AKS_UBUNTU.stock,
      Boot.KEEPS,
      AKS_UBUNTU.options,
      AKS_UBUNTU.images,
      AKS_UBUNTU.named),
  KUBEADM(
      "kubeadm",
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
      ""),
  K3S(
      "k3s",
      KUBEADM.release,
      "/var/lib/rancher/credentialprovider/config.yaml",
      "/var/lib/rancher/credentialprovider/bin",
      "other",
      KUBEADM.stock,
      Boot.KEEPS,
      "--providers=ecr",
      KUBEADM.images,
      ""),
  RKE2(
      "RKE2",
      KUBEADM.release,
      K3S.config,
      K3S.bin,
      "other",
      KUBEADM.stock,
      Boot.KEEPS,
      "--providers=ecr",
      KUBEADM.images,
      "RKE2's bootstrap runs the plugins too, without a token, for its runtime image"),
  EKS_AUTO_MODE(
      "EKS Auto Mode",
      "ID=bottlerocket\nPRETTY_NAME=\"Bottlerocket (EKS Auto, Standard) 2026.9.14\"\n",
      "/etc/kubernetes/kubelet/credential-provider-config.yaml",
      "/usr/libexec/kubernetes/kubelet-plugins/credential-provider",
      "ecr-credential-provider",
      KUBEADM.stock.replace("other", "ecr-credential-provider"),
      Boot.WRITES,
      "--providers=ecr",
      "",
      "whose kubelet AWS alone configures"),
  BOTTLEROCKET(
      "Bottlerocket",
      "ID=bottlerocket\nPRETTY_NAME=\"Bottlerocket OS 1.50.0 (aws-k8s-1.36)\"\n",
      EKS_AUTO_MODE.config,
      EKS_AUTO_MODE.bin,
      EKS_AUTO_MODE.plugin,
      EKS_AUTO_MODE.stock,
      Boot.WRITES,
      "--providers=ecr",
      "",
      "renders kubelet's configuration itself"),
  OPENSHIFT_AWS(
      "OpenShift on AWS",
      "ID=rhcos\nOPENSHIFT_VERSION=\"4.22\"\n",
      "/etc/kubernetes/credential-providers/ecr-credential-provider.yaml",
      "/usr/libexec/kubelet-image-credential-provider-plugins",
      "ecr-credential-provider",
      """
      apiVersion: kubelet.config.k8s.io/v1
      kind: CredentialProviderConfig
      providers:
        - name: ecr-credential-provider
          matchImages:
            - "*.dkr.ecr.*.amazonaws.com"
            - "*.dkr.ecr.*.amazonaws.com.cn"
            - "*.dkr.ecr-fips.*.amazonaws.com"
            - "*.dkr.ecr.us-iso-east-1.c2s.ic.gov"
            - "*.dkr.ecr.us-isob-east-1.sc2s.sgov.gov"
          defaultCacheDuration: "12h"
          apiVersion: credentialprovider.kubelet.k8s.io/v1
      """,
      Boot.WRITES,
      "--providers=ecr --first",
      "",
      "the Machine Config Operator of OpenShift reverts changes"),
  TALOS(
      "Talos",
      "ID=talos\n",
      "/etc/kubernetes/kubelet-credentialproviderconfig.yaml",
      "/usr/local/lib/kubelet/credentialproviders",
      "other",
      KUBEADM.stock,
      Boot.WRITES,
      "--providers=ecr",
      "",
      "Talos writes kubelet's configuration from the machine configuration");

  /** Whether the platform writes its configuration anew at a reboot. */
  enum Boot {
    WRITES,
    KEEPS
  }

  /** What the pages call it. */
  final String title;

  final String release;
  final String config;
  final String bin;
  final String plugin;
  final String stock;
  final Boot boot;
  final String options;

  /**
   * What podpass says of the platform: {@code doctor} where it is installed, {@code node install}
   * where nothing is changed; empty for nothing.
   */
  final String named;

  private final String images;

  PlayedPlatform(
      String title,
      String release,
      String config,
      String bin,
      String plugin,
      String stock,
      Boot boot,
      String options,
      String images,
      String named) {
    this.title = title;
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

  /** Whether podpass changes nothing there. */
  boolean isLeftAlone() {
    return images.isEmpty();
  }

  /** Whether an earlier one has the same file and images, at other paths. */
  boolean isVariant() {
    return Arrays.stream(values())
        .takeWhile(it -> it != this)
        .anyMatch(it -> it.stock.equals(stock) && it.images.equals(images));
  }

  /** Images of the platform's own pods, and of pods of users. */
  List<String> images() {
    return List.of(images.split(" ", -1));
  }
}
