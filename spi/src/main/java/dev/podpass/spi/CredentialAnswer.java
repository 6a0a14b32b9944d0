// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.secret.Secret;
import java.time.Instant;
import java.util.Optional;

/** What an exchange yields. Failure is an exception, never an answer. */
public sealed interface CredentialAnswer {

  /**
   * A credential for the registry of the image, and for no other host.
   *
   * @param username as the registry wants it
   * @param password as the registry wants it
   * @param expiry the earliest end of any credential issued on the way; absent if unknown
   * @param scope which other images it is good for
   */
  record RegistryCredential(
      String username, Secret password, Optional<Instant> expiry, CacheScope scope)
      implements CredentialAnswer {}

  /** Pull without a credential, because the operator's policy says so. */
  record Anonymous() implements CredentialAnswer {}

  /** Which other images a credential is good for. */
  enum CacheScope {
    /** No other. */
    IMAGE,
    /** All of the same registry host. */
    REGISTRY
  }
}
