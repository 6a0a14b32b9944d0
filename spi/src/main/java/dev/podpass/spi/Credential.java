// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A credential for the registry of the image, and for no other host. Built from user name and
 * password, with its life added:
 *
 * <pre>{@code Credential.of("user", password).expiringAt(expiry)}</pre>
 *
 * <p>Kubelet and the node cache keep only a credential whose life is known.
 *
 * @since 0.1
 */
public final class Credential {
  private static final int MAX_USERNAME = 1024;
  private static final int MAX_PASSWORD = 64 * 1024;

  private final String username;
  private final Secret password;
  private final Optional<Instant> expiry;
  private final Optional<Duration> life;

  private Credential(
      String username, Secret password, Optional<Instant> expiry, Optional<Duration> life) {
    this.username = username;
    this.password = password;
    this.expiry = expiry;
    this.life = life;
  }

  /**
   * {@return a credential of unknown life}
   *
   * @param username neither empty nor with a colon
   * @param password without control characters
   * @throws MalformedAnswerException if HTTP Basic authentication cannot carry the user name or the
   *     password
   */
  public static Credential of(String username, Secret password) {
    require(username != null && !username.isEmpty(), "its user name is empty");
    require(username.length() <= MAX_USERNAME, "its user name is too long");
    require(username.indexOf(':') < 0, "its user name has a colon");
    require(isText(username), "its user name has control characters");
    require(password.reveal().length() <= MAX_PASSWORD, "its password is too long");
    require(isText(password.reveal()), "its password has control characters");
    return new Credential(username, password, Optional.empty(), Optional.empty());
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new MalformedAnswerException(otherwise);
    }
  }

  private static boolean isText(String text) {
    // A stream of a registry's long password would be a tenth of an answer from the cache.
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * {@return the same credential with its end}
   *
   * @param end the earliest end of any credential that ends this one's use; empty if unknown
   */
  public Credential expiringAt(Optional<Instant> end) {
    return new Credential(username, password, end, life);
  }

  /**
   * {@return the same credential with its end}
   *
   * @param end the earliest end of any credential that ends this one's use
   */
  public Credential expiringAt(Instant end) {
    return expiringAt(Optional.of(end));
  }

  /**
   * {@return the same credential, which is stored and does not end by itself, but may be changed:
   * it is read again after this time}
   *
   * @param time from now on; kubelet and the node cache keep the credential no longer
   */
  public Credential readAgainAfter(Duration time) {
    return new Credential(username, password, expiry, Optional.of(time));
  }

  /** {@return the user name} */
  public String username() {
    return username;
  }

  /** {@return the password} */
  public Secret password() {
    return password;
  }

  /** {@return when it ends; empty if unknown} */
  public Optional<Instant> expiry() {
    return expiry;
  }

  /** {@return how long it may be used until it is read again; empty if only its end counts} */
  public Optional<Duration> readAgainAfter() {
    return life;
  }

  @Override
  public String toString() {
    return "Credential[" + username + ", " + password + ", " + expiry + ", " + life + "]";
  }
}
