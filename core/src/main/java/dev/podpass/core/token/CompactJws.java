// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.util.Base64;

/**
 * The three parts of a JWS in compact serialization (RFC 7515, 7.1), decoded strictly: with a
 * lenient decoder, two readers could see two tokens in one text.
 */
record CompactJws(ObjectNode header, ObjectNode payload) {

  static CompactJws parse(String text) throws MalformedTokenException {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3) {
      throw new MalformedTokenException("it does not have the three parts of a JWT");
    }
    ObjectNode header = json(parts[0], "header");
    ObjectNode payload = json(parts[1], "payload");
    if (decode(parts[2], "signature").length == 0) {
      throw new MalformedTokenException("it is not signed");
    }
    return new CompactJws(header, payload);
  }

  private static ObjectNode json(String part, String name) throws MalformedTokenException {
    try {
      return StrictJson.object(decode(part, name));
    } catch (MalformedJsonException e) {
      throw new MalformedTokenException("its " + name + ": " + e.getMessage());
    }
  }

  private static byte[] decode(String part, String name) throws MalformedTokenException {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      // Rejects padding, and trailing bits that the decoder ignores.
      if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
        return bytes;
      }
    } catch (IllegalArgumentException _) {
      // Reported below, with the same message.
    }
    throw new MalformedTokenException("its " + name + " is not base64url without padding");
  }
}
