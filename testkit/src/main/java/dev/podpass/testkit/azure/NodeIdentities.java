// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The managed identities of a node. */
final class NodeIdentities {
  private final FakeDirectory directory;
  private final Set<String> userAssigned = new LinkedHashSet<>();
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

  /** The identity of that client id, or the one that is meant if none is named. */
  synchronized Identity find(Optional<String> clientId) {
    String found = clientId.map(this::named).or(() -> system).orElseGet(this::onlyUserAssigned);
    return directory.application(found).map(Application::identity).orElseThrow(() -> notFound());
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
          "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request");
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
