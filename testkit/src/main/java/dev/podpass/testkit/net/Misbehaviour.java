// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** Carries out what goes wrong with an answer. */
final class Misbehaviour {
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
