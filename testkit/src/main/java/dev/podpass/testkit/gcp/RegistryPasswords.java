// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import java.time.Clock;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/** Whom Artifact Registry lets in. Its passwords are access tokens. */
public final class RegistryPasswords {
  /** What goes with an access token: documented, and what Google's own kubelet plugin sends. */
  private static final Set<String> USERS = Set.of("oauth2accesstoken", "_token");

  private final AccessTokens tokens;
  private final Clock clock;

  RegistryPasswords(AccessTokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * The token, if it was issued here, has not expired, and has a scope that lets a registry be
   * read. Whether its principal may read a repository is for IAM to say.
   */
  public Optional<AccessToken> admit(String user, String password) {
    return tokens
        .find(password)
        .filter(_ -> USERS.contains(user))
        .filter(token -> token.isLive(clock.instant()))
        .filter(token -> !Collections.disjoint(token.scopes(), Scopes.PULL));
  }
}
