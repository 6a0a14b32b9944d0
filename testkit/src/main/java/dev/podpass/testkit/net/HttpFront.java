// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

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

  /** Carries out what goes wrong with an answer. */
  private static final class Misbehaviour {
    private final Controls controls;

    Misbehaviour(Controls controls) {
      this.controls = controls;
    }

    /**
     * Commits the fault.
     *
     * @param genuine what the host would have answered; asking for it makes the host act
     * @return the answer that is to be sent, or empty if there is no more to say
     */
    Optional<Answer> commit(AnswerFault fault, Conversation talk, Supplier<Answer> genuine)
        throws IOException {
      switch (fault) {
        case AnswerFault.Instead(Answer answer) -> {
          return Optional.of(answer);
        }
        case AnswerFault.Altered(var change) -> {
          return Optional.of(change.apply(genuine.get()));
        }
        case AnswerFault.Close() -> talk.cut();
        case AnswerFault.CloseMidBody() -> {
          talk.send(half(genuine.get()));
          talk.cut();
        }
        case AnswerFault.Hang() -> talk.hang();
        case AnswerFault.Raw _ -> throw new IllegalStateException("it is no answer but bytes");
        case AnswerFault.Drip drip -> drip(drip, talk);
      }
      return Optional.empty();
    }

    private static byte[] half(Answer answer) {
      byte[] wire = WireFormat.of(answer);
      return Arrays.copyOf(wire, wire.length - Math.max(1, answer.body().size() / 2));
    }

    private void drip(AnswerFault.Drip drip, Conversation talk) throws IOException {
      String begin =
          switch (drip.part()) {
            case HEADER -> "HTTP/1.1 200 OK\r\nX-Drip: ";
            case BODY ->
                "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 1000000\r\n\r\n";
          };
      talk.send(begin.getBytes(StandardCharsets.US_ASCII));
      while (true) {
        controls.closing().pause(drip.interval());
        talk.send(new byte[] {'.'});
      }
    }
  }
}
