// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.Optional;

/**
 * The parameters of an AssumeRoleWithWebIdentity session.
 *
 * @param name as it appears in CloudTrail
 * @param policy the session policy, if any
 */
record SessionTerms(String name, Optional<String> policy) {

  static SessionTerms of(
      EcrRegistryHost host,
      UnverifiedClaims claims,
      CredentialRequest request,
      ProviderSettings settings) {
    SessionPolicy policy = settings.get(EcrOptions.SESSION_POLICY);
    if (policy == SessionPolicy.REPOSITORY && request.image().repository().isEmpty()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "--ecr-session-policy=repository needs an image, and only the registry %s is named"
              .formatted(request.image().registry()),
          "set --ecr-session-policy=registry where podpass is a docker credential helper");
    }
    return new SessionTerms(
        SessionName.of(claims.workload()),
        policy.document(
            host,
            request.image().repository(),
            settings.get(EcrOptions.PULL_THROUGH),
            request.pushRepositories()));
  }
}
