// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.failure.CredentialException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file that {@code --acr-azure-config} names, read when the option is set, so that plans read
 * no file. One that cannot be used fails the plans for registries of Azure, and no others: pulls
 * from other clouds do not need it.
 */
final class AzureConfigFile {
  private final @Nullable AzureConfig config;
  private final @Nullable CredentialException failure;

  private AzureConfigFile(@Nullable AzureConfig config, @Nullable CredentialException failure) {
    this.config = config;
    this.failure = failure;
  }

  /** Reads the file, and keeps what came of it. */
  static AzureConfigFile read(Path file) {
    try {
      return new AzureConfigFile(AzureConfig.read(file), null);
    } catch (CredentialException e) {
      return new AzureConfigFile(null, e);
    }
  }

  /**
   * What the file says.
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
