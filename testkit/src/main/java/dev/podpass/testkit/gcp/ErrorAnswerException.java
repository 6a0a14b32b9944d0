// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import dev.podpass.testkit.net.Answer;
import java.io.Serial;

/** A service rejects a request with this answer. */
final class ErrorAnswerException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final transient Answer answer;

  ErrorAnswerException(Answer answer) {
    super(answer.body().text());
    this.answer = answer;
  }

  Answer answer() {
    return answer;
  }
}
