// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import dev.podpass.testkit.net.Refusal;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The managed identities of a node. */
final class NodeIdentities {
  private final FakeDirectory directory;
  private final Set<String> userAssigned = new LinkedHashSet<>();
  private final Map<String, String> byResource = new HashMap<>();
  private Optional<String> system = Optional.empty();

  NodeIdentities(FakeDirectory directory) {
    this.directory = directory;
  }

  synchronized void system(String clientId) {
    system = Optional.of(clientId);
  }

  synchronized void assign(String clientId) {
    userAssigned.add(clientId);
  }

  synchronized void assign(String clientId, String resourceId) {
    assign(clientId);
    byResource.put(resourceId.toLowerCase(Locale.ROOT), clientId);
  }

  /** The client id of an Azure resource, whose id has no case. */
  synchronized String ofResource(String resourceId) {
    String clientId = byResource.get(resourceId.toLowerCase(Locale.ROOT));
    if (clientId == null) {
      throw notFound();
    }
    return clientId;
  }

  /** The identity of that client id, or the one that is meant if none is named. */
  synchronized Identity find(Optional<String> clientId) {
    String found = clientId.map(this::named).or(() -> system).orElseGet(this::onlyUserAssigned);
    return directory.application(found).map(Application::identity).orElseThrow(() -> notFound());
  }

  /** The cloud that the node is in, by one of its identities. */
  AzureCloud cloud(Identity identity) {
    return directory.cloud(identity);
  }

  private String named(String clientId) {
    if (!userAssigned.contains(clientId) && !system.equals(Optional.of(clientId))) {
      throw notFound();
    }
    return clientId;
  }

  private String onlyUserAssigned() {
    if (userAssigned.size() > 1) {
      throw invalid(
          "Multiple user assigned identities exist, please specify the clientId / resourceId of the"
              + " identity in the token request");
    }
    return userAssigned.stream().findFirst().orElseThrow(NodeIdentities::notFound);
  }

  private static Refusal notFound() {
    return invalid("Identity not found");
  }

  private static Refusal invalid(String message) {
    return new Refusal(400, "invalid_request", message);
  }
}
