// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import dev.podpass.testkit.oidc.OidcProvider;
import dev.podpass.testkit.oidc.PublishedIssuer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The accounts' OIDC providers and roles. */
public final class FakeIam {
  private record ProviderKey(String account, String issuer) {}

  private final Map<ProviderKey, OidcProvider> providers = new ConcurrentHashMap<>();
  private final Map<String, Role> roles = new ConcurrentHashMap<>();

  FakeIam() {}

  /**
   * Registers an issuer in an account.
   *
   * @param clientIds the audiences that the account accepts from it
   */
  public void registerProvider(String account, PublishedIssuer issuer, String... clientIds) {
    providers.put(
        new ProviderKey(account, issuer.url()), new OidcProvider(issuer, Set.of(clientIds)));
  }

  /** Adds a role, or replaces the one of the same ARN. */
  public void put(Role role) {
    roles.put(role.arn(), role);
  }

  Optional<OidcProvider> provider(String account, String issuer) {
    return Optional.ofNullable(providers.get(new ProviderKey(account, issuer)));
  }

  Optional<Role> role(RoleArn arn) {
    return Optional.ofNullable(roles.get(arn.toString()));
  }
}
