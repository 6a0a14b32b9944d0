// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import dev.podpass.testkit.net.Answer;
import java.io.Serial;

/** A service does not do what it was asked, and says so in its own way. */
final class Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final transient Answer answer;

  Refusal(Answer answer) {
    super(answer.body().text());
    this.answer = answer;
  }

  Answer answer() {
    return answer;
  }
}
