// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.spi.Credential;
import dev.podpass.spi.failure.CredentialException;
import java.time.Instant;

/** The cached outcome of an exchange: a credential or a failure. */
public sealed interface CachedOutcome {
  Instant until();

  /** A credential, until the end of its {@link Lifetime}. */
  record Answered(Credential credential, Instant until) implements CachedOutcome {}

  /** A failure that applies to all pods of the workload. */
  record Failed(CredentialException failure, Instant until) implements CachedOutcome {}
}
