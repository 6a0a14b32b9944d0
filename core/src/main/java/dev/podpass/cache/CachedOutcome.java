// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import dev.podpass.failure.CredentialException;
import dev.podpass.spi.CredentialAnswer;
import java.time.Instant;

/** What came of an exchange. */
public sealed interface CachedOutcome {
  /** When it is no longer true. */
  Instant until();

  /**
   * An answer.
   *
   * @param until the end of its {@link Lifetime}
   */
  record Answered(CredentialAnswer answer, Instant until) implements CachedOutcome {}

  /** A failure that would meet every pod of the workload. */
  record Failed(CredentialException failure, Instant until) implements CachedOutcome {}
}
