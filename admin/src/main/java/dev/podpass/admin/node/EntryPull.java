// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import dev.podpass.admin.kubeletconfig.FileEntry.TokenAttributes;
import dev.podpass.core.protocol.CredentialProviderRequest;
import dev.podpass.core.pull.AssumedClaims;
import dev.podpass.core.pull.PlannedPull;
import dev.podpass.core.pull.Pull;
import dev.podpass.core.pull.PullProgress;
import dev.podpass.core.pull.PullSettings;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A pull by an entry's podpass, with the token and the annotations that kubelet passes to it. */
public record EntryPull(FileEntry entry, PullSettings settings) {
  /**
   * Plans it.
   *
   * @param account of the pod, as NAMESPACE/NAME
   * @param annotations all that the service account has
   * @param token whether the pod has one: a static pod has none
   */
  public PlannedPull plan(
      String account, String image, Map<String, String> annotations, boolean token) {
    Optional<TokenAttributes> attributes = entry.token().filter(_ -> token);
    Optional<UnverifiedClaims> claims =
        attributes
            .flatMap(TokenAttributes::audience)
            .map(Text::text)
            .map(wanted -> AssumedClaims.of(account, wanted, settings.clock().instant()));
    Map<String, String> passed = new HashMap<>(annotations);
    passed
        .keySet()
        .retainAll(attributes.map(given -> Set.copyOf(given.annotationKeys())).orElse(Set.of()));
    return new Pull(settings, new PullProgress(settings.clock()))
        .plan(new CredentialProviderRequest(image, Optional.empty(), passed), (_, _) -> claims);
  }
}
