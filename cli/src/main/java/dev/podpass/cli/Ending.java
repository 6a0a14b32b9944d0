// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.http.Deadline;
import dev.podpass.protocol.CredentialProviderResponse;
import dev.podpass.protocol.ResponseWriter;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The one end of a run, whoever comes first: the answer, a failure, or the deadline. */
final class Ending {
  private final Surroundings surroundings;
  private final StderrLog log;
  private final AtomicBoolean taken = new AtomicBoolean();

  Ending(Surroundings surroundings, StderrLog log) {
    this.surroundings = surroundings;
    this.log = log;
  }

  /** Ends with an answer; the exit status. */
  int answer(CredentialProviderResponse response) {
    if (!take()) {
      return Kind.TRY_AGAIN.exitCode();
    }
    try {
      ResponseWriter.write(response, surroundings.stdout());
      return 0;
    } catch (IOException e) {
      return tell(
          new CredentialException(Kind.UNAVAILABLE, "nobody reads the answer on stdout")
              .causedBy(e));
    }
  }

  /** Ends with a failure; the exit status. */
  int failure(CredentialException failure) {
    return take() ? tell(failure) : failure.kind().exitCode();
  }

  /** The last resort, where nothing could be interrupted: an endless read of stdin, say. */
  void overrun(Deadline deadline) {
    if (take()) {
      surroundings
          .halt()
          .accept(
              tell(
                  new CredentialException(
                      Kind.TRY_AGAIN,
                      "no answer within the deadline of " + deadline.total().toSeconds() + " s",
                      "stdin was not closed, or the node is overloaded")));
    }
  }

  private boolean take() {
    return taken.compareAndSet(false, true);
  }

  private int tell(CredentialException failure) {
    log.failure(failure);
    return failure.kind().exitCode();
  }
}
