// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.Optional;

/**
 * An error response of a cloud.
 *
 * @param step the call that failed
 * @param status the HTTP status
 * @param code the service's error code, if any
 * @param message the service's message, if any
 * @param trace the id that the cloud's support needs, such as {@code request id 1234}, if any
 * @since 0.1
 */
public record CloudError(
    ExchangeStep step,
    int status,
    Optional<String> code,
    Optional<String> message,
    Optional<String> trace) {

  /**
   * {@return whether the service's message contains a text}
   *
   * @param words to be found letter by letter
   */
  public boolean says(String words) {
    return message.filter(text -> text.contains(words)).isPresent();
  }

  /**
   * The failure of an exchange with this error. A status of 5xx is the service's fault, whatever
   * its body says; one of 2xx is an error only with a code.
   *
   * @param who the identity and the workload, for the message
   */
  CredentialException failure(String who, Advice advice) {
    if (status >= 200 && status < 300 && code.isEmpty()) {
      return unusable(step, new MalformedAnswerException("its status is " + status));
    }
    boolean itsOwnFault = status >= 500 && !advice.kind().mayPass();
    return CredentialException.of(
        itsOwnFault ? Advice.byStatus(status, step.endpoint().getHost(), "", "") : advice,
        "%s %s failed: %s".formatted(place(step), who, this));
  }

  /**
   * The failure of a call whose answer is unusable, with the reason if a {@link
   * MalformedAnswerException} is among the causes.
   */
  static CredentialException unusable(ExchangeStep step, Throwable thrown) {
    Optional<MalformedAnswerException> malformed =
        CredentialException.cause(MalformedAnswerException.class, thrown);
    Optional<String> remedy = malformed.flatMap(MalformedAnswerException::remedy);
    return new CredentialException(
            // The service is available, and its next answer has the same fields.
            remedy.isPresent() ? Kind.CONFIGURATION : Kind.UNAVAILABLE,
            place(step)
                + " gave an answer that cannot be used"
                + malformed.map(why -> ": " + why.getMessage()).orElse(""),
            remedy.orElse(
                "a proxy or gateway answers in the cloud's place: check the proxy, and the endpoint"
                    + " options if set"))
        .causedBy(thrown);
  }

  private static String place(ExchangeStep step) {
    return step.purpose() + " at " + step.endpoint().getHost();
  }

  @Override
  public String toString() {
    String said = code.map(c -> c + " (HTTP " + status + ")").orElse("HTTP " + status);
    return said + message.map(m -> ": " + m).orElse("") + trace.map(t -> ", " + t).orElse("");
  }
}
