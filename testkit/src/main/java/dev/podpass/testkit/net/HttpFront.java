// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.io.IOException;
import java.util.Optional;

/** Lets a fake host answer the requests of a connection, or misbehave. */
final class HttpFront {
  private final Controls controls;
  private final Misbehaviour misbehaviour;

  HttpFront(Controls controls) {
    this.controls = controls;
    this.misbehaviour = new Misbehaviour(controls);
  }

  void serve(Conversation talk) throws IOException {
    RequestReader reader = new RequestReader(talk.secure());
    boolean open = true;
    while (open) {
      Optional<RawRequest> next = reader.next();
      if (next.isEmpty()) {
        return;
      }
      RawRequest request = next.get();
      open = respond(talk, request.at(talk.host(), talk.connection())) && request.keepsAlive();
    }
  }

  private boolean respond(Conversation talk, ReceivedRequest request) throws IOException {
    controls.received().add(request);
    controls.roundTrip(talk.host());
    Optional<AnswerFault> fault = controls.faults().atRequest(request);
    if (fault.isPresent() && fault.get() instanceof AnswerFault.Raw(var bytes, var end)) {
      talk.send(bytes.apply(() -> genuine(talk, request)).toArray());
      return talk.goesOn(end);
    }
    Optional<Answer> answer = answer(talk, request, fault);
    if (answer.isEmpty()) {
      return false;
    }
    controls.received().add(new SentAnswer(request, answer.get()));
    talk.send(onTheWire(request, answer.get()));
    return answer.get().headers().first("Connection").filter("close"::equals).isEmpty();
  }

  private static byte[] onTheWire(ReceivedRequest request, Answer answer) {
    return request.method().equals("HEAD") ? WireFormat.head(answer) : WireFormat.of(answer);
  }

  /** A fake that throws is a bug of the testkit; it must not look like a cloud having a bad day. */
  private Optional<Answer> answer(
      Conversation talk, ReceivedRequest request, Optional<AnswerFault> fault) throws IOException {
    try {
      return fault.isPresent()
          ? misbehaviour.commit(fault.get(), talk, () -> genuine(talk, request))
          : Optional.of(genuine(talk, request));
    } catch (RuntimeException e) {
      controls.received().addBug(e);
      return Optional.of(Answer.of(500, "text/plain", "bug in the testkit: " + e));
    }
  }

  private static Answer genuine(Conversation talk, ReceivedRequest request) {
    return talk.isMisdirected(request)
        ? Answer.of(421, "text/plain", "Host is not " + talk.host())
        : talk.party().fake().answer(request);
  }
}
