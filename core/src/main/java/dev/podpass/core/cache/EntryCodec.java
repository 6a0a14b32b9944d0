// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.core.cache.CachedOutcome.Failed;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.Credential;
import dev.podpass.spi.Sha256;
import dev.podpass.spi.failure.Advice.FailureScope;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import dev.podpass.spi.secret.Secret;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Writes and reads entries: a line with a digest over the file's name and the JSON that follows it.
 * A file that is damaged, or has the name of another one, is no entry.
 */
final class EntryCodec {
  private static final int VERSION = 1;

  /** The length of the digest's line. */
  private static final int DIGEST = 65;

  private EntryCodec() {}

  static byte[] encode(String name, CacheEntry entry) {
    byte[] json = json(entry).toString().getBytes(UTF_8);
    byte[] digest = digest(name, json, 0);
    return ByteBuffer.allocate(digest.length + json.length).put(digest).put(json).array();
  }

  /** In hexadecimal digits, and a line feed. */
  private static byte[] digest(String name, byte[] content, int from) {
    MessageDigest sha256 = Sha256.digest();
    sha256.update(name.getBytes(UTF_8));
    sha256.update(content, from, content.length - from);
    return (HexFormat.of().formatHex(sha256.digest()) + "\n").getBytes(UTF_8);
  }

  private static ObjectNode json(CacheEntry entry) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", VERSION);
    json.put("provider", entry.about().provider());
    json.put("registry", entry.about().registry());
    json.put("workload", entry.about().workload());
    json.put("identity", entry.about().identity());
    json.put("written", entry.written().toString());
    json.put("until", entry.outcome().until().toString());
    switch (entry.outcome()) {
      case Answered answered -> credential(json.putObject("credential"), answered.credential());
      case Failed failed -> failure(json.putObject("failure"), failed.failure());
    }
    return json;
  }

  private static void credential(ObjectNode json, Credential credential) {
    json.put("username", credential.username());
    json.put("password", credential.password().reveal());
    credential.expiry().ifPresent(expiry -> json.put("expiry", expiry.toString()));
  }

  private static void failure(ObjectNode json, CredentialException failure) {
    json.put("kind", failure.kind().name());
    json.put("message", failure.text());
    failure.hint().ifPresent(hint -> json.put("hint", hint));
  }

  static Optional<CacheEntry> decode(String name, byte[] bytes) {
    boolean intact =
        bytes.length > DIGEST
            && Arrays.equals(digest(name, bytes, DIGEST), 0, DIGEST, bytes, 0, DIGEST);
    return intact ? read(Arrays.copyOfRange(bytes, DIGEST, bytes.length)) : Optional.empty();
  }

  /** Reads what follows the digest. */
  static Optional<CacheEntry> read(byte[] bytes) {
    try {
      ObjectNode json = StrictJson.object(bytes);
      return json.path("version").intValue() == VERSION
          ? Optional.of(entry(json))
          : Optional.empty();
    } catch (MalformedJsonException
        | MalformedAnswerException
        | DateTimeException
        | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static CacheEntry entry(ObjectNode json) {
    EntryDescription about =
        new EntryDescription(
            text(json, "provider"),
            text(json, "registry"),
            text(json, "workload"),
            text(json, "identity"));
    Instant until = time(text(json, "until"));
    CachedOutcome outcome =
        json.path("failure").isObject()
            ? new Failed(failure(json.path("failure")), until)
            : new Answered(credential(json.path("credential")), until);
    return new CacheEntry(about, time(text(json, "written")), outcome);
  }

  /** As {@link Instant#parse}, which makes its formatter anew each time, for the node's locale. */
  private static Instant time(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  private static Credential credential(JsonNode json) {
    return Credential.of(text(json, "username"), Secret.of(text(json, "password")))
        .expiringAt(optional(json, "expiry").map(EntryCodec::time));
  }

  private static CredentialException failure(JsonNode json) {
    Kind kind = Kind.valueOf(text(json, "kind"));
    String message = text(json, "message");
    return optional(json, "hint")
        .map(hint -> new CredentialException(kind, message, hint))
        .orElseGet(() -> new CredentialException(kind, message))
        .withScope(FailureScope.WORKLOAD);
  }

  private static String text(JsonNode json, String field) {
    return optional(json, field).orElseThrow(() -> new IllegalArgumentException("no " + field));
  }

  private static Optional<String> optional(JsonNode json, String field) {
    return Optional.ofNullable(json.path(field).textValue());
  }
}
