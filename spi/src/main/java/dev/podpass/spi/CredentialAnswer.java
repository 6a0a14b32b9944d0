// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.secret.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * The result of an exchange. A failure is an exception, never an answer. No third kind will be
 * added.
 *
 * @since 0.1
 */
public sealed interface CredentialAnswer {

  /**
   * A credential for the registry of the image, and for no other host. Built from user name and
   * password, with further facts added:
   *
   * <pre>{@code
   * RegistryCredential.of("user", password).expiringAt(expiry).validFor(CacheKeyType.IMAGE)
   * }</pre>
   */
  final class RegistryCredential implements CredentialAnswer {
    private final String username;
    private final Secret password;
    private final Optional<Instant> expiry;
    private final CacheKeyType cacheKeyType;

    private RegistryCredential(
        String username, Secret password, Optional<Instant> expiry, CacheKeyType cacheKeyType) {
      this.username = username;
      this.password = password;
      this.expiry = expiry;
      this.cacheKeyType = cacheKeyType;
    }

    /**
     * A credential of unknown expiry for all images of the registry. Kubelet does not keep one of
     * unknown expiry.
     */
    public static RegistryCredential of(String username, Secret password) {
      return new RegistryCredential(username, password, Optional.empty(), CacheKeyType.REGISTRY);
    }

    /**
     * Returns this credential with its expiry.
     *
     * @param end the earliest end of any credential issued on the way; empty if unknown
     */
    public RegistryCredential expiringAt(Optional<Instant> end) {
      return new RegistryCredential(username, password, end, cacheKeyType);
    }

    /** The same credential with its expiry. */
    public RegistryCredential expiringAt(Instant end) {
      return expiringAt(Optional.of(end));
    }

    /** Returns this credential, valid for these images. */
    public RegistryCredential validFor(CacheKeyType images) {
      return new RegistryCredential(username, password, expiry, images);
    }

    /** The user name. */
    public String username() {
      return username;
    }

    /** The password. */
    public Secret password() {
      return password;
    }

    /** The earliest end of any credential issued on the way; empty if unknown. */
    public Optional<Instant> expiry() {
      return expiry;
    }

    /** The images that it is valid for. */
    public CacheKeyType cacheKeyType() {
      return cacheKeyType;
    }

    @Override
    public String toString() {
      return "RegistryCredential[" + username + ", " + password + ", " + expiry + "]";
    }
  }

  /** No credential: an anonymous pull by the operator's policy. Kubelet does not cache it. */
  record Anonymous() implements CredentialAnswer {}

  /**
   * The images that a credential is valid for: kubelet's {@code cacheKeyType}, without {@code
   * Global}, which podpass never returns.
   */
  enum CacheKeyType {
    /** This image only. */
    IMAGE,
    /** All images of the registry host. */
    REGISTRY
  }
}
