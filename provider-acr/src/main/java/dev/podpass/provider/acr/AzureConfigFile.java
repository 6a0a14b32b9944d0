// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file that {@code --acr-azure-config} names. It is read once and kept, so that all plans of a
 * run are made with the same; and not before a registry of Azure's is asked for, for pulls from
 * other clouds must not fail because of it.
 */
final class AzureConfigFile {
  private final Path file;
  private @Nullable AzureConfig config;

  AzureConfigFile(Path file) {
    this.file = file;
  }

  /**
   * What it says.
   *
   * @throws dev.podpass.failure.CredentialException as {@link AzureConfig#read} does
   */
  synchronized AzureConfig read() {
    AzureConfig known = config;
    if (known == null) {
      known = AzureConfig.read(file);
      config = known;
    }
    return known;
  }
}
