// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.Calls;
import dev.podpass.spi.Credential;
import dev.podpass.spi.ErrorFormat;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import java.util.Set;

/**
 * The plan to assume a role with the pod's token, and to get an authorization token with its
 * session.
 */
record EcrFederatedPlan(EcrTarget target, RoleSession session) {

  static EcrFederatedPlan of(
      Sourced<RoleArn> role, Pod pod, EcrRegistryHost host, ProviderSettings settings) {
    SessionPolicy policy = settings.get(EcrOptions.SESSION_POLICY);
    return new EcrFederatedPlan(
        new EcrTarget(host, EcrEndpoints.api(host, settings)),
        new RoleSession(
            role,
            EcrOptions.audience(settings),
            EcrEndpoints.sts(host, settings),
            // So CloudTrail shows the pod's identity.
            pod.sessionName(64),
            policy.document(host, pod, settings.get(EcrOptions.PULL_THROUGH))));
  }

  Exchange exchange(Pod pod, boolean onlyRepository) {
    Exchange exchange =
        Exchange.as("role", session.role().map(RoleArn::text))
            .audiences(Set.of(session.audience()))
            .call(session.step())
            .call(target.step())
            .parameter("session name", session.name())
            .parameter("session policy", session.policy().orElse("none"))
            .errors(
                ErrorFormat.of(
                    SdkAwsError::find,
                    error -> EcrFailure.of(error, session, target, pod.claims())))
            .run(calls -> run(calls, SdkClients.SHARED));
    return onlyRepository ? exchange.onlyRepository(pod.image().repository()) : exchange;
  }

  Credential run(Calls calls, SdkClients clients) {
    TemporaryCredentials credentials = SdkAssumedRole.assume(session, clients.sts(), calls);
    return SdkAuthorizationToken.get(target, credentials, clients, calls);
  }
}
