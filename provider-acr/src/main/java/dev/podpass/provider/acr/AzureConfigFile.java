// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.failure.CredentialException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file of {@code --acr-azure-config}, read when options are parsed, so that plans do no I/O. An
 * unusable file fails only plans for Azure's registries: pulls from other clouds do not need it.
 */
final class AzureConfigFile {
  private final @Nullable AzureConfig config;
  private final @Nullable CredentialException failure;

  private AzureConfigFile(@Nullable AzureConfig config, @Nullable CredentialException failure) {
    this.config = config;
    this.failure = failure;
  }

  /** Reads the file, and keeps the result or the failure. */
  static AzureConfigFile read(Path file) {
    try {
      return new AzureConfigFile(AzureConfig.read(file), null);
    } catch (CredentialException e) {
      return new AzureConfigFile(null, e);
    }
  }

  /**
   * Returns the content.
   *
   * @throws CredentialException as {@link AzureConfig#read} does
   */
  AzureConfig config() {
    if (config == null) {
      throw Objects.requireNonNull(failure);
    }
    return config;
  }
}
