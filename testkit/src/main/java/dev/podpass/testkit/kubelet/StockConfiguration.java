// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

/** The configuration of a node before podpass: one entry, of another plugin. */
public final class StockConfiguration {
  public static final String TEXT =
      """
      # the node's own
      apiVersion: kubelet.config.k8s.io/v1
      kind: CredentialProviderConfig
      providers:
        - name: stock
          matchImages: [gcr.io]
          defaultCacheDuration: 12h
          apiVersion: credentialprovider.kubelet.k8s.io/v1
      """;

  private StockConfiguration() {}
}
