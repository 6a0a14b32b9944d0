// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

/**
 * An error of instance metadata, taken from the hands of the SDK, which loses the status of one
 * that is the service's own fault.
 */
final class MetadataFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  MetadataFault(int status) {
    super("HTTP " + status);
    this.status = status;
  }

  int status() {
    return status;
  }
}
