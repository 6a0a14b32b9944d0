// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What goes wrong with the answer to a request, which has been received and recorded. */
public sealed interface AnswerFault extends Fault {
  /** The host does not act on the request and answers this. */
  record Instead(Answer answer) implements AnswerFault {}

  /** The host acts on the request, and its answer is changed on the way. */
  record Altered(UnaryOperator<Answer> change) implements AnswerFault {}

  /** The host closes the connection without an answer. */
  record Close() implements AnswerFault {}

  /** The host closes the connection in the middle of the body of its answer. */
  record CloseMidBody() implements AnswerFault {}

  /** The host never answers. */
  record Hang() implements AnswerFault {}

  /** The host sends one byte at a time, and never ends. */
  record Drip(Part part, Duration interval) implements AnswerFault {}

  /**
   * The host sends these bytes for its answer, in one write.
   *
   * @param bytes made of the true answer; asking for that makes the host act
   */
  record Raw(Function<Supplier<Answer>, Bytes> bytes, End end) implements AnswerFault {}

  /** What becomes of the connection then. */
  enum End {
    KEEP,
    CLOSE,
    CUT
  }

  /** Where in the answer the bytes drip. */
  enum Part {
    HEADER,
    BODY
  }
}
