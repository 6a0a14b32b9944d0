// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.Credential;
import dev.podpass.spi.Exchange.Parameter;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the credential stands in the answer of an exchange; {@code parameters} decide how it is
 * read, where that can be set.
 */
record TokenAnswer(
    Function<CloudAnswer, String> username,
    AnswerPointer password,
    ExpiryForm form,
    AnswerPointer expiry,
    Optional<Duration> longest,
    List<Parameter> parameters) {

  private static final String POINTERS =
      "correct --exchange-url, or the pointers and expiry-form of --exchange-profile";

  TokenAnswer {
    parameters = List.copyOf(parameters);
  }

  /** A user name that does not depend on the answer. */
  static Function<CloudAnswer, String> user(String fixed) {
    return _ -> fixed;
  }

  /** A user name that the answer contains. */
  static Function<CloudAnswer, String> userIn(AnswerPointer field) {
    return answer -> parent(field, answer).text(field.name());
  }

  /**
   * Reads the credential.
   *
   * @throws ErrorResponseException if there is an error beside it, whatever the status
   * @throws MalformedAnswerException if a field is absent or of another type
   */
  Credential read(HttpResponse response, Instant now) {
    // An exchange by POST may create (201) what it returns.
    CloudAnswer answer =
        response.status() == 201 ? CloudAnswer.of(response.body()) : CloudAnswer.of(response);
    if (answer.has("error") || answer.has("errors")) {
      throw new ErrorResponseException(response);
    }
    try {
      Secret secret = parent(password, answer).secret(password.name());
      return Credential.of(username.apply(answer), secret).expiringAt(expiry(answer, secret, now));
    } catch (MalformedAnswerException e) {
      throw e.advising(POINTERS);
    }
  }

  private Optional<Instant> expiry(CloudAnswer answer, Secret secret, Instant now) {
    Optional<Instant> stated = form.read(expiry, answer, secret, now);
    // A service that states a lifetime of zero does not know it, whatever is documented.
    boolean isZero = form == ExpiryForm.SECONDS && stated.isEmpty() && expiry.isIn(answer);
    return isZero ? stated : ExpiryForm.earlier(stated, longest.map(now::plus));
  }

  private static CloudAnswer parent(AnswerPointer field, CloudAnswer answer) {
    return field
        .parent(answer)
        .orElseThrow(() -> new MalformedAnswerException("it has no " + field));
  }
}
