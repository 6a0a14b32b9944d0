// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.failure;

import dev.podpass.spi.failure.Advice.FailureScope;
import dev.podpass.spi.secret.Redaction;
import dev.podpass.spi.secret.Secret;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The failure of a pull. The message says what was attempted and what happened; the hint names the
 * operator's next action.
 *
 * <p>Both are printed as one line without anything that is shaped like a credential. A message that
 * quotes a cloud must name the secrets which that cloud received, because it may echo them: {@link
 * #hiding}.
 *
 * @since 0.1
 */
public final class CredentialException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What begins the hint of a line, and which no cloud and no pod's owner may begin. */
  private static final Pattern HINT = Pattern.compile("(?i)(hint)\\s*+:");

  /** The kind of failure. */
  private final Kind kind;

  /** The operator's next action, if there is one. */
  private final @Nullable String hint;

  /** Whether other pulls would fail in the same way. */
  private final FailureScope scope;

  /**
   * A failure without a hint.
   *
   * @param kind the kind, which determines the exit code
   * @param message what was attempted and what happened
   */
  public CredentialException(Kind kind, String message) {
    this(kind, message, null, FailureScope.REQUEST, null);
  }

  /**
   * A failure with a hint.
   *
   * @param kind the kind, which determines the exit code
   * @param message what was attempted and what happened
   * @param hint the operator's next action
   */
  public CredentialException(Kind kind, String message, String hint) {
    this(kind, message, hint, FailureScope.REQUEST, null);
  }

  private CredentialException(
      Kind kind,
      String message,
      @Nullable String hint,
      FailureScope scope,
      @Nullable Throwable cause) {
    super(safe(message), cause);
    this.kind = kind;
    this.hint = hint == null ? null : safe(hint);
    this.scope = scope;
  }

  private static String safe(String text) {
    return HINT.matcher(Redaction.line(text)).replaceAll("$1");
  }

  /**
   * {@return a failure with the kind, hint and scope of the advice}
   *
   * @param advice for the error of a cloud
   * @param message what was attempted and what happened
   */
  public static CredentialException of(Advice advice, String message) {
    return new CredentialException(advice.kind(), message, advice.hint(), advice.scope(), null);
  }

  /**
   * {@return the same failure with a cause, which is shown only in a stack trace}
   *
   * @param cause what was thrown, such as by an SDK
   */
  public CredentialException causedBy(Throwable cause) {
    return new CredentialException(kind, text(), hint, scope, cause);
  }

  /**
   * {@return the same failure with another scope}
   *
   * @param other replaces the scope
   */
  public CredentialException withScope(FailureScope other) {
    return new CredentialException(kind, text(), hint, other, getCause());
  }

  /**
   * {@return the same failure with another hint}
   *
   * @param other replaces the hint
   */
  public CredentialException advising(String other) {
    return new CredentialException(kind, text(), other, scope, getCause());
  }

  /**
   * {@return the same failure with the source of the value that caused it}
   *
   * @param source as an operator knows it, such as {@code --ecr-role-arn}
   */
  public CredentialException blaming(String source) {
    return new CredentialException(kind, text() + " (" + source + ")", hint, scope, getCause());
  }

  /**
   * {@return the same failure as another kind}
   *
   * @param other replaces the kind
   */
  public CredentialException as(Kind other) {
    return new CredentialException(other, text(), hint, scope, getCause());
  }

  /**
   * {@return the same failure with these secrets masked in its text}
   *
   * @param known every secret that the cloud was sent
   */
  public CredentialException hiding(Secret... known) {
    String safeHint = hint == null ? null : Redaction.line(hint, known);
    return new CredentialException(
        kind, Redaction.line(text(), known), safeHint, scope, getCause());
  }

  /**
   * {@return the first such failure in a chain of causes; an SDK wraps what its transport throws}
   *
   * @param thrown the beginning of the chain
   */
  public static Optional<CredentialException> in(Throwable thrown) {
    return cause(CredentialException.class, thrown);
  }

  /**
   * {@return the first exception of a type in a chain of causes, which begins with the exception
   * itself}
   *
   * @param <T> the type of the exception
   * @param type its subclasses count as well
   * @param thrown the beginning of the chain
   */
  public static <T extends Throwable> Optional<T> cause(Class<T> type, Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }

  /** {@return the kind of failure, which determines the exit code} */
  public Kind kind() {
    return kind;
  }

  /** {@return whether other pulls would fail in the same way} */
  public FailureScope scope() {
    return scope;
  }

  /** {@return the operator's next action} */
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }

  /** {@return the message and the hint on one line} */
  public String line() {
    return hint == null ? text() : text() + "; hint: " + hint;
  }

  /** {@return the message without the hint} */
  public String text() {
    return String.valueOf(getMessage());
  }
}
