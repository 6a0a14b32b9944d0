// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.spi.Exchange;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderSettings;
import java.util.Set;

/**
 * The plan to assume a role with the pod's token, and to get an authorization token with its
 * session.
 */
final class AlibabaPlan {
  private AlibabaPlan() {}

  static Exchange of(
      AlibabaIdentity identity, Pod pod, AlibabaRegistry registry, ProviderSettings settings) {
    SessionPolicy policy = settings.get(AlibabaOptions.SESSION_POLICY);
    RoleSession session =
        new RoleSession(
            identity,
            AlibabaOptions.audience(settings),
            registry.sts(settings),
            // So ActionTrail shows the pod's identity.
            pod.sessionName(64),
            policy.document(registry, pod));
    AuthorizationToken token = new AuthorizationToken(registry.api(settings), registry.instance());
    Exchange exchange =
        Exchange.as("role", identity.role().map(RamArn::text))
            .and("OIDC provider", identity.provider().map(RamArn::text))
            .audiences(Set.of(session.audience()))
            .call(session.step())
            .call(token.step())
            .parameter("session name", session.name())
            .parameter("session policy", session.policy().orElse("none"))
            .parameter("instance", token.instance().orElse("Personal edition"))
            .errors(new AlibabaFailure(session, pod.claims()))
            .run(calls -> token.get(session.assume(calls), calls));
    return policy == SessionPolicy.REPOSITORY
        ? exchange.onlyRepository(pod.image().repository())
        : exchange;
  }
}
