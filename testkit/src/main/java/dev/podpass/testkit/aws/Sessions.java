// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import dev.podpass.testkit.secrets.PlantedSecrets;
import dev.podpass.testkit.secrets.RandomText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sessions issued so far, by their access key ids. */
final class Sessions {
  private static final int SECRET_BYTES = 30;

  /** About the length of what STS really sends. */
  private static final int SESSION_TOKEN_BYTES = 600;

  private final Map<String, Session> issued = new LinkedHashMap<>();
  private final PlantedSecrets planted;

  Sessions(PlantedSecrets planted) {
    this.planted = planted;
  }

  synchronized Session add(Session session) {
    issued.put(session.keys().accessKeyId(), session);
    return session;
  }

  synchronized Optional<Session> withAccessKey(String accessKeyId) {
    return Optional.ofNullable(issued.get(accessKeyId));
  }

  synchronized List<Session> all() {
    return List.copyOf(issued.values());
  }

  Session.Keys newKeys() {
    return new Session.Keys(
        "ASIA" + RandomText.base32(16),
        planted.plant(RandomText.base64(SECRET_BYTES)),
        planted.plant(RandomText.base64(SESSION_TOKEN_BYTES)));
  }
}
