// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Identity pools and service accounts, of all projects. */
public final class FakeIam {
  private final Map<String, IdentityProvider> providers = new ConcurrentHashMap<>();
  private final Map<String, ServiceAccount> accounts = new ConcurrentHashMap<>();

  FakeIam() {}

  /** Adds a provider, or replaces the one of the same name. */
  public void put(IdentityProvider provider) {
    providers.put(provider.name(), provider);
  }

  /** Adds a service account, or replaces the one of the same address. */
  public void put(ServiceAccount account) {
    accounts.put(account.email(), account);
  }

  Optional<IdentityProvider> provider(String name) {
    return Optional.ofNullable(providers.get(name));
  }

  Optional<ServiceAccount> account(String email) {
    return Optional.ofNullable(accounts.get(email));
  }
}
