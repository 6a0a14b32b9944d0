// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.PlanDescription.Parameter;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sha256;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.token.ServiceAccountSubject;
import dev.podpass.spi.token.UnverifiedClaims;
import dev.podpass.spi.token.ValidatedToken;
import java.util.List;
import java.util.Set;

/**
 * The plan to assume a role with the pod's token, and to get an authorization token with its
 * session.
 */
record EcrFederatedPlan(EcrTarget target, RoleSession session) implements PodTokenPlan {

  static EcrFederatedPlan of(
      Sourced<RoleArn> role,
      UnverifiedClaims claims,
      CredentialRequest request,
      EcrRegistryHost host,
      ProviderSettings settings) {
    SessionPolicy policy = settings.get(EcrOptions.SESSION_POLICY);
    return new EcrFederatedPlan(
        EcrTarget.of(request, host, policy.images(host), settings),
        new RoleSession(
            role,
            EcrOptions.audience(settings),
            EcrEndpoints.sts(host, settings),
            sessionName(claims.workload()),
            policy.document(host, request, settings.get(EcrOptions.PULL_THROUGH))));
  }

  /** So CloudTrail shows the pod's identity. All characters of Kubernetes names are valid in it. */
  private static String sessionName(ServiceAccountSubject workload) {
    return Sha256.cut(workload.namespace() + "." + workload.serviceAccount().name(), 64);
  }

  @Override
  public PlanDescription description() {
    return target
        .describe(
            new Part("role", session.role().map(RoleArn::text)),
            Set.of(session.audience()),
            session.step())
        .with(
            List.of(
                new Parameter("session name", session.name()),
                new Parameter("session policy", session.policy().orElse("none"))));
  }

  @Override
  public CredentialAnswer exchange(ValidatedToken token, Connections connections) {
    return connections.call(() -> exchange(token, SdkClients.SHARED));
  }

  CredentialAnswer exchange(ValidatedToken token, SdkClients clients) {
    CloudCalls calls =
        new CloudCalls(
            SdkAwsError::find, error -> EcrFailure.of(error, session, target, token.claims()));
    TemporaryCredentials credentials = SdkAssumedRole.assume(session, token, clients.sts(), calls);
    return SdkAuthorizationToken.get(target, credentials, clients, calls);
  }
}
