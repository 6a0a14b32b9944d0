// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import dev.podpass.testkit.pki.CertificateKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;

/** The usual faults by name, whatever the cloud. */
public final class Faults {
  private static final Duration DRIP_INTERVAL = Duration.ofMillis(20);

  private Faults() {}

  /** Answers with a status and no body. */
  public static Fault status(int status) {
    return instead(Answer.status(status));
  }

  /** Answers 429, to be tried again after so many seconds. */
  public static Fault tooManyRequests(Duration retryAfter) {
    return instead(
        Answer.of(429, "text/plain", "slow down")
            .with("Retry-After", String.valueOf(retryAfter.toSeconds())));
  }

  /** Answers this instead of acting on the request. */
  public static Fault instead(Answer answer) {
    return new AnswerFault.Instead(answer);
  }

  /** Answers 200 with something that no parser knows. */
  public static Fault garbage() {
    return instead(Answer.of(200, "text/html", "\u0000<html><body>It works!"));
  }

  /** Answers 200 with no body at all. */
  public static Fault emptyBody() {
    return status(200);
  }

  /** Answers 200 with an empty JSON object. */
  public static Fault emptyObject() {
    return instead(Answer.json(200, "{}"));
  }

  /** Sends the client to another place. */
  public static Fault redirect(int status, URI location) {
    return instead(Answer.status(status).with("Location", location.toString()));
  }

  /** Answers 200 with that many bytes, announced by Content-Length. */
  public static Fault oversize(int bytes) {
    return instead(Answer.json(200, oversizeJson(bytes)));
  }

  /** Answers 200 with that many bytes in chunks, announced by nothing. */
  public static Fault oversizeInChunks(int bytes) {
    return instead(Answer.json(200, oversizeJson(bytes)).inChunks());
  }

  /** Compresses the body of the true answer, asked or not. */
  public static Fault gzip() {
    return new AnswerFault.Altered(
        answer -> answer.with("Content-Encoding", "gzip").withBody(gzip(answer.body())));
  }

  /** Closes the connection after the handshake, before a request is read. */
  public static Fault closeUnread() {
    return new ConnectionFault.CloseUnread();
  }

  /** Closes the connection once the request has been read. */
  public static Fault closeUnanswered() {
    return new AnswerFault.Close();
  }

  /** Closes the connection in the middle of the true answer's body. */
  public static Fault closeMidBody() {
    return new AnswerFault.CloseMidBody();
  }

  /** Reads the request and never answers. */
  public static Fault hang() {
    return new AnswerFault.Hang();
  }

  /** Answers with a header that never ends. */
  public static Fault dripHeader() {
    return new AnswerFault.Drip(AnswerFault.Part.HEADER, DRIP_INTERVAL);
  }

  /** Answers with a body that never ends. */
  public static Fault dripBody() {
    return new AnswerFault.Drip(AnswerFault.Part.BODY, DRIP_INTERVAL);
  }

  /** Shows a certificate that a client must refuse. */
  public static Fault certificate(CertificateKind kind) {
    return new ConnectionFault.Certificate(kind);
  }

  /** Leaves the client waiting in the TLS handshake. */
  public static Fault hangInHandshake() {
    return new ConnectionFault.Hang();
  }

  /** Closes the connection instead of shaking hands. */
  public static Fault closeInHandshake() {
    return new ConnectionFault.Close();
  }

  /** Lets the proxy refuse the tunnel. */
  public static Fault proxyRefuses(int status) {
    return new ProxyFault.Refuse(status);
  }

  /** Lets the proxy leave CONNECT unanswered. */
  public static Fault proxyHangs() {
    return new ProxyFault.Hang();
  }

  private static String oversizeJson(int bytes) {
    return "{\"filler\":\"" + "x".repeat(Math.max(0, bytes - 13)) + "\"}";
  }

  private static Bytes gzip(Bytes body) {
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write(body.toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.of(compressed.toByteArray());
  }
}
