// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.ReceivedRequest;
import java.util.Optional;

/** Takes user and password with each request, as ECR and Artifact Registry do. */
record BasicGate(Admission admission) implements Gate {

  @Override
  public Optional<Answer> refusal(ReceivedRequest request, String repository) {
    Optional<Login> login = Login.of(request);
    if (login.isEmpty()) {
      return Optional.of(answer(request));
    }
    return admission.admits(login.get().user(), login.get().password(), repository)
        ? Optional.empty()
        : Optional.of(Gate.denied());
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    return Gate.unauthorized("Basic realm=\"https://" + request.host() + "/\"");
  }
}
