// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.http.Connections;
import dev.podpass.spi.image.RegistryHost;
import java.util.List;
import java.util.Set;

/**
 * A plan for an anonymous pull: no request is sent.
 *
 * @param registry the registry of the image
 * @since 0.1
 */
public record AnonymousPlan(RegistryHost registry) implements TokenlessPlan {
  @Override
  public PlanDescription description() {
    Identity.Part nobody = new Identity.Part("identity", new Sourced<>("anonymous", "policy"));
    return PlanDescription.of(
        new Identity(registry, "anonymous", List.of(nobody)), Set.of(), List.of());
  }

  @Override
  public CredentialAnswer exchange(Connections connections) {
    return new CredentialAnswer.Anonymous();
  }
}
