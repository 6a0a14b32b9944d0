// SPDX-License-Identifier: Apache-2.0
package dev.podpass.failure;

import dev.podpass.secret.Redaction;
import dev.podpass.secret.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * No credential can be given. The message says what was tried and what came of it; the hint says
 * what an operator can do.
 *
 * <p>Both become one line without anything that is shaped like a credential. A message that quotes
 * a cloud must name the secrets which that cloud was sent, for it may echo them: {@link #hiding}.
 *
 * @since 0.1
 */
public final class CredentialException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final @Nullable String hint;
  private final Reach reach;

  /** A failure with nothing to advise. */
  public CredentialException(Kind kind, String message) {
    this(kind, message, null, Reach.REQUEST, null);
  }

  /** A failure, and what an operator can do about it. */
  public CredentialException(Kind kind, String message, String hint) {
    this(kind, message, hint, Reach.REQUEST, null);
  }

  private CredentialException(
      Kind kind, String message, @Nullable String hint, Reach reach, @Nullable Throwable cause) {
    super(Redaction.line(message), cause);
    this.kind = kind;
    this.hint = hint == null ? null : Redaction.line(hint);
    this.reach = reach;
  }

  /** A failure of which it is known what it means. */
  public static CredentialException of(Advice advice, String message) {
    return new CredentialException(advice.kind(), message, advice.hint(), advice.reach(), null);
  }

  /** The same failure, with what led to it; shown only in a stack trace. */
  public CredentialException causedBy(Throwable cause) {
    return new CredentialException(kind, text(), hint, reach, cause);
  }

  /** The same failure, for others too or not. */
  public CredentialException reaching(Reach other) {
    return new CredentialException(kind, text(), hint, other, getCause());
  }

  /** The same failure, with where the value came from that it is about. */
  public CredentialException blaming(String source) {
    return new CredentialException(kind, text() + " (" + source + ")", hint, reach, getCause());
  }

  /** The same failure, with these secrets masked wherever its text has them. */
  public CredentialException hiding(Secret... known) {
    String safeHint = hint == null ? null : Redaction.line(hint, known);
    return new CredentialException(
        kind, Redaction.line(text(), known), safeHint, reach, getCause());
  }

  /**
   * The failure that something else was thrown because of; an SDK wraps what its transport throws.
   */
  public static Optional<CredentialException> in(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof CredentialException ours) {
        return Optional.of(ours);
      }
    }
    return Optional.empty();
  }

  /** Which kind of failure this is; it decides the exit code. */
  public Kind kind() {
    return kind;
  }

  /** Whom else it would meet. */
  public Reach reach() {
    return reach;
  }

  /** What an operator can do. */
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }

  /** Message and hint as the one line that an operator reads. */
  public String line() {
    return hint == null ? text() : text() + "; hint: " + hint;
  }

  /** The message alone. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
