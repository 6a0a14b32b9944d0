// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.failure.CredentialException;
import java.time.Instant;

/** The cached outcome of an exchange: an answer or a failure. */
public sealed interface CachedOutcome {
  Instant until();

  /** An answer, until the end of its {@link Lifetime}. */
  record Answered(CredentialAnswer answer, Instant until) implements CachedOutcome {}

  /** A failure that applies to all pods of the workload. */
  record Failed(CredentialException failure, Instant until) implements CachedOutcome {}
}
