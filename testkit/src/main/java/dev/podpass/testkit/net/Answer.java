// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

/**
 * What a fake host answers.
 *
 * @param chunked whether the body is sent in chunks, without a Content-Length
 */
public record Answer(int status, Headers headers, Bytes body, boolean chunked) {

  /** An answer without a body. */
  public static Answer status(int status) {
    return new Answer(status, Headers.NONE, Bytes.EMPTY, false);
  }

  /** An answer with a text for its body. */
  public static Answer of(int status, String contentType, String body) {
    return status(status).with("Content-Type", contentType).withBody(Bytes.of(body));
  }

  /** An answer in JSON. */
  public static Answer json(int status, String body) {
    return of(status, "application/json", body);
  }

  /** This answer with one more header field. */
  public Answer with(String name, String value) {
    return new Answer(status, headers.with(name, value), body, chunked);
  }

  /** This answer with another body. */
  public Answer withBody(Bytes other) {
    return new Answer(status, headers, other, chunked);
  }

  /** This answer sent in chunks. */
  public Answer inChunks() {
    return new Answer(status, headers, body, true);
  }
}
