// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.token;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The signature algorithms of tokens that a receiver accepts.
 *
 * @param names as RFC 7518 has them, such as {@code RS256}; empty if it accepts any
 * @since 0.1
 */
public record AcceptedAlgorithms(Set<String> names) {
  /** Copies the names. */
  public AcceptedAlgorithms {
    names = Set.copyOf(names);
  }

  boolean accept(String algorithm) {
    return names.isEmpty() || names.contains(algorithm);
  }

  /**
   * {@return why tokens that these keys sign would not be sent; empty if each key is accepted}
   *
   * @param keys those of a cluster
   */
  public Optional<CredentialException> refusal(TrustedJwks keys) {
    List<String> others =
        keys.algorithms().stream().filter(used -> !accept(used)).sorted().toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(refused("keys in %s sign".formatted(keys), String.join(", ", others)));
  }

  /**
   * {@return whether none of these keys signs what would be sent}
   *
   * @param keys those of a cluster
   */
  public boolean refuseAll(TrustedJwks keys) {
    return keys.algorithms().stream().noneMatch(this::accept);
  }

  CredentialException refused(String signer, String algorithm) {
    return new CredentialException(
        Kind.CONFIGURATION,
        "%s with %s; the cloud accepts only %s"
            .formatted(signer, algorithm, String.join(", ", names.stream().sorted().toList())),
        "give the API server a key of such an algorithm (--service-account-signing-key-file)");
  }
}
