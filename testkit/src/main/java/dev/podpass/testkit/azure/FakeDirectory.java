// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What Entra ID knows: tenants and applications, whatever the cloud. */
public final class FakeDirectory {
  private final Map<String, Tenant> tenants = new ConcurrentHashMap<>();
  private final Map<Identity, Application> applications = new ConcurrentHashMap<>();

  FakeDirectory() {}

  /** Adds a tenant, or replaces the one of the same id. */
  public void put(Tenant tenant) {
    tenants.put(tenant.id(), tenant);
  }

  /** Adds an application, or replaces the one of the same ids. */
  public void put(Application application) {
    applications.put(application.identity(), application);
  }

  Optional<Tenant> tenant(AzureCloud cloud, String name) {
    return tenants.values().stream()
        .filter(tenant -> tenant.cloud() == cloud && tenant.isCalled(name))
        .findFirst();
  }

  /** The cloud of an identity's tenant. */
  AzureCloud cloud(Identity identity) {
    Tenant tenant = tenants.get(identity.tenant());
    return tenant == null ? AzureCloud.PUBLIC : tenant.cloud();
  }

  Optional<Application> application(Identity identity) {
    return Optional.ofNullable(applications.get(identity));
  }

  /** The application of that client id, in whichever tenant it is. */
  Optional<Application> application(String clientId) {
    return applications.values().stream()
        .filter(application -> application.clientId().equals(clientId))
        .findFirst();
  }
}
