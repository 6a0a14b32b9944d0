// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import dev.podpass.testkit.secrets.PlantedSecrets;
import dev.podpass.testkit.secrets.RandomText;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The registry passwords issued so far, by their values. */
final class RegistryPasswords {
  /** About the length of what ECR really sends. */
  private static final int PASSWORD_BYTES = 1400;

  private final Map<String, RegistryPassword> issued = new LinkedHashMap<>();
  private final PlantedSecrets planted;
  private final Clock clock;
  private volatile Duration life = Duration.ofHours(12);

  RegistryPasswords(PlantedSecrets planted, Clock clock) {
    this.planted = planted;
    this.clock = clock;
  }

  void live(Duration duration) {
    life = duration;
  }

  RegistryPassword issue(Optional<String> registry, Session session) {
    String value = planted.plant(RandomText.base64(PASSWORD_BYTES));
    planted.plant(authorizationToken(value));
    var password = new RegistryPassword(value, registry, session, clock.instant().plus(life));
    synchronized (this) {
      issued.put(value, password);
    }
    return password;
  }

  /** User and password as the APIs hand them out. */
  static String authorizationToken(String password) {
    return Base64.getEncoder().encodeToString(("AWS:" + password).getBytes(StandardCharsets.UTF_8));
  }

  synchronized Optional<RegistryPassword> find(String value) {
    return Optional.ofNullable(issued.get(value));
  }

  synchronized List<RegistryPassword> all() {
    return List.copyOf(issued.values());
  }
}
