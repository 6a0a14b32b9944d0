// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * An entry beside the vendor's, by which kubelet pulls from ECR as the node, as on Amazon's images;
 * it goes when it is closed, and with it what podpass has left.
 */
final class StockEntry implements AutoCloseable {
  static final String NAME = "ecr-credential-provider";

  private final KubeletService kubelet;
  private final Path copy;

  StockEntry(ClusterNode node, KubeletService kubelet) {
    this.kubelet = kubelet;
    try {
      this.copy = Files.createTempDirectory(node.directory(), "vendor").resolve("files");
      NodeSnapshot.copy(copy);
      Path plugin = KubeletService.PLUGINS.resolve(NAME);
      Files.writeString(
          plugin,
          "#!/bin/sh\nexec %s --provider=ecr --cache=off --without-token=node\n"
              .formatted(BuiltPlugin.path()));
      Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.writeString(
          KubeletService.PROVIDERS,
          """
          - name: %s
            apiVersion: credentialprovider.kubelet.k8s.io/v1
            matchImages: ["*.dkr.ecr.*.amazonaws.com"]
            defaultCacheDuration: 0s
          """
              .formatted(NAME),
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    kubelet.restart();
  }

  @Override
  public void close() {
    NodeSnapshot.reset(copy);
    kubelet.restart();
  }
}
