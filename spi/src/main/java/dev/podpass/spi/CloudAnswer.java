// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import dev.podpass.spi.secret.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cloud's JSON response, parsed strictly: one UTF-8 object without repeated names, with fields of
 * the documented types. An SDK's parser uses the last of repeated names, ignores data after the
 * object, and converts numbers to texts.
 *
 * @since 0.1
 */
public final class CloudAnswer {
  /** The clouds' longest tokens have 12 KiB. */
  private static final int MAX_SECRET = 64 * 1024;

  /** The end of the year 9999; a later instant is an error. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private final ObjectNode document;

  private CloudAnswer(ObjectNode document) {
    this.document = document;
  }

  /**
   * {@return the parsed response}
   *
   * @param body one JSON object in UTF-8
   * @throws MalformedAnswerException if it is not one JSON object
   */
  public static CloudAnswer of(byte[] body) {
    try {
      return new CloudAnswer(StrictJson.object(body));
    } catch (MalformedJsonException e) {
      throw new MalformedAnswerException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * {@return the parsed response, which must have status 200}
   *
   * @param response a response of any status
   * @throws ErrorResponseException if it has another status
   * @throws MalformedAnswerException if it is not one JSON object
   */
  public static CloudAnswer of(HttpResponse response) {
    if (response.status() != 200) {
      throw new ErrorResponseException(response);
    }
    return of(response.body());
  }

  /**
   * {@return the claim {@code exp} of a token that is a JWT; zero counts as absent}
   *
   * @param field the name of the token in the response, for the message
   * @param token in compact form; its signature is not verified
   * @throws MalformedAnswerException if it is no JWT
   */
  public static Optional<Instant> expiryOfJwt(String field, Secret token) {
    String[] parts = token.reveal().split("\\.", -1);
    try {
      if (parts.length == 3) {
        byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
        return of(claims).instant("exp").filter(Instant.EPOCH::isBefore);
      }
    } catch (IllegalArgumentException _) {
      // Not base64.
    }
    throw new MalformedAnswerException("its " + field + " is not a JWT");
  }

  /**
   * {@return the text of a response}
   *
   * @param body must be UTF-8
   * @throws MalformedAnswerException if it is not UTF-8
   */
  public static String utf8(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException _) {
      throw new MalformedAnswerException("it is not UTF-8");
    }
  }

  /**
   * {@return whether a field is present and not null}
   *
   * @param field a direct member of this object
   */
  public boolean has(String field) {
    return document.hasNonNull(field);
  }

  /**
   * {@return whether a field is an object}
   *
   * @param field a direct member of this object
   */
  public boolean hasObject(String field) {
    return document.path(field).isObject();
  }

  /**
   * {@return an object within this one}
   *
   * @param field a direct member of this object
   * @throws MalformedAnswerException if it is absent or of another type
   */
  public CloudAnswer object(String field) {
    if (document.path(field) instanceof ObjectNode object) {
      return new CloudAnswer(object);
    }
    throw new MalformedAnswerException(
        has(field) ? "its " + field + " is not an object" : "it has no " + field);
  }

  /**
   * {@return a token or a password that the cloud has made: visible ASCII} See {@link #password}
   * for stored ones.
   *
   * @param field a direct member of this object
   * @throws MalformedAnswerException if it is absent or cannot be one
   */
  public Secret secret(String field) {
    return secret(field, text(field));
  }

  /**
   * {@return a password that a person has chosen and stored: any text but the empty one}
   *
   * @param field a direct member of this object
   * @throws MalformedAnswerException if it is absent or empty
   */
  public Secret password(String field) {
    String text = text(field);
    if (text.isEmpty()) {
      throw new MalformedAnswerException("its " + field + " is empty");
    }
    return Secret.of(text);
  }

  /**
   * {@return a text}
   *
   * @param field a direct member of this object
   * @throws MalformedAnswerException if it is absent or of another type
   */
  public String text(String field) {
    JsonNode value = document.path(field);
    if (!value.isTextual()) {
      throw new MalformedAnswerException(
          value.isMissingNode() || value.isNull()
              ? "it has no " + field
              : "its " + field + " is not a string");
    }
    return value.textValue();
  }

  /**
   * {@return the instant of an ISO 8601 date with a time zone}
   *
   * @param field a direct member of this object
   * @throws MalformedAnswerException if it is absent or invalid
   */
  public Instant date(String field) {
    try {
      return Instant.parse(text(field));
    } catch (DateTimeException _) {
      throw new MalformedAnswerException("its " + field + " is not a date");
    }
  }

  /**
   * {@return a token or a password from another format: visible ASCII of plausible length} Anything
   * else cannot be sent in a header.
   *
   * @param field the name of the value in the response, for the message
   * @param text the value, as the response contains it
   * @throws MalformedAnswerException if it cannot be a token or a password
   */
  public static Secret secret(String field, String text) {
    if (text.isEmpty()) {
      throw new MalformedAnswerException("its " + field + " is empty");
    }
    if (text.length() > MAX_SECRET) {
      throw new MalformedAnswerException("its " + field + " is too long");
    }
    if (!text.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new MalformedAnswerException(
          "its " + field + " has characters that are not allowed in a token or password");
    }
    return Secret.of(text);
  }

  /**
   * {@return a whole number, if present}
   *
   * @param field a direct member of this object
   * @throws MalformedAnswerException if it is anything but a whole number
   */
  public Optional<Long> number(String field) {
    JsonNode value = document.path(field);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new MalformedAnswerException("its " + field + " is not a whole number");
    }
    return Optional.of(value.longValue());
  }

  /**
   * {@return an instant in seconds since 1970, if present}
   *
   * @param field a direct member of this object
   * @throws MalformedAnswerException if it is no valid instant
   */
  public Optional<Instant> instant(String field) {
    return number(field).map(seconds -> instant(field, seconds));
  }

  /**
   * {@return the end of a lifetime that is given in seconds, if present} Some servers write the
   * number as a string.
   *
   * @param field a direct member of this object; zero counts as absent, because OAuth servers mean
   *     an unlimited or unknown lifetime
   * @param now the time that the lifetime counts from, as {@link Calls#now} tells it
   * @throws MalformedAnswerException if it is no valid lifetime
   */
  public Optional<Instant> endOfLife(String field, Instant now) {
    String text = document.path(field).asText();
    Optional<Long> lifetime =
        document.path(field).isTextual() && text.matches("[0-9]{1,18}")
            ? Optional.of(Long.valueOf(text))
            : number(field);
    return lifetime
        .filter(seconds -> seconds != 0)
        .map(seconds ->
            seconds > LAST_SECOND
                ? instant(field, seconds)
                : instant(field, now.getEpochSecond() + seconds));
  }

  private static Instant instant(String field, long seconds) {
    if (seconds < 0 || seconds > LAST_SECOND) {
      throw new MalformedAnswerException("its " + field + " is not a date");
    }
    return Instant.ofEpochSecond(seconds);
  }

  /**
   * A response of status 200 that differs from the API's documentation. The message gives the
   * reason without quoting it. {@link Calls} makes a failure of it: that something else answers in
   * the service's place, unless the operator can correct what is read.
   */
  public static final class MalformedAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The operator's next action, if there is one. */
    private final @Nullable String remedy;

    /**
     * An answer that cannot be used.
     *
     * @param why the reason, without what the answer contains, as in {@code the JSON repeats a
     *     name}
     */
    public MalformedAnswerException(String why) {
      this(why, null);
    }

    private MalformedAnswerException(String why, @Nullable String remedy) {
      super(why);
      this.remedy = remedy;
    }

    /**
     * {@return the same exception with a hint, where options say what is read}
     *
     * @param remedy the operator's next action
     */
    public MalformedAnswerException advising(String remedy) {
      return new MalformedAnswerException(String.valueOf(getMessage()), remedy);
    }

    Optional<String> remedy() {
      return Optional.ofNullable(remedy);
    }
  }
}
