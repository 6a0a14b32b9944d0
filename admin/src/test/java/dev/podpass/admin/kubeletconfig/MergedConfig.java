// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.kubeletconfig.ConfigMerge.Placement;
import dev.podpass.spi.Entry;
import dev.podpass.spi.Hosts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A configuration of a node, and an entry that is merged into it. */
abstract class MergedConfig {
  static final String NODE =
      """
      # written by the distribution
      apiVersion: kubelet.config.k8s.io/v1
      kind: CredentialProviderConfig
      providers:
      # the old way
      - name: ecr-credential-provider
        matchImages: ['*.dkr.ecr.*.amazonaws.com']   # all of them
        defaultCacheDuration: 12h
        apiVersion: credentialprovider.kubelet.k8s.io/v1

      # the end
      """;

  static final ConfigDocument OURS = document("podpass-x", "aud");

  static ConfigDocument document(String name, String audience) {
    return document(name, audience, "*.registry.io");
  }

  static ConfigDocument document(String name, String audience, String... images) {
    return new ConfigDocument(
        List.of(
            new ProviderEntry(
                name,
                Optional.of(name.replace("podpass-", "") + "-credential-provider"),
                Entry.of(Hosts.matching(List.of(images), _ -> true), audience),
                List.of(),
                List.of(),
                List.of("--provider=x"),
                Map.of("A", "1"))));
  }

  static ConfigMerge.Result merge(String before, ConfigDocument addition) {
    return ConfigMerge.of(before, addition, new Placement.Last());
  }
}
