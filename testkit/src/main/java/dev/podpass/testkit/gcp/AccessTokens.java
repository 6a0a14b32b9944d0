// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import dev.podpass.testkit.secrets.PlantedSecrets;
import dev.podpass.testkit.secrets.RandomText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The access tokens issued so far, by their values. */
final class AccessTokens {
  /** About the length of what Google really sends. */
  private static final int TOKEN_BYTES = 740;

  private final Map<String, AccessToken> issued = new LinkedHashMap<>();
  private final PlantedSecrets planted;

  AccessTokens(PlantedSecrets planted) {
    this.planted = planted;
  }

  AccessToken issue(String principal, Set<String> scopes, Instant expiry, String universe) {
    String prefix = principal.startsWith("serviceAccount:") ? "ya29.c." : "ya29.d.";
    String value = planted.plant(prefix + RandomText.base64Url(TOKEN_BYTES));
    var token = new AccessToken(value, principal, scopes, expiry, universe);
    synchronized (this) {
      issued.put(value, token);
    }
    return token;
  }

  synchronized Optional<AccessToken> find(String value) {
    return Optional.ofNullable(issued.get(value));
  }

  synchronized List<AccessToken> all() {
    return List.copyOf(issued.values());
  }
}
