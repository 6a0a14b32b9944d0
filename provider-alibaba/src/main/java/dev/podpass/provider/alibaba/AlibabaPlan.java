// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.CredentialAnswer.CacheKeyType;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.Identity;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.PlanDescription.Parameter;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sha256;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.token.ServiceAccountSubject;
import dev.podpass.spi.token.UnverifiedClaims;
import dev.podpass.spi.token.ValidatedToken;
import java.util.List;
import java.util.Set;

/**
 * The plan to assume a role with the pod's token, and to get an authorization token with its
 * session.
 */
record AlibabaPlan(
    ImageReference image, RoleSession session, AuthorizationToken token, CacheKeyType images)
    implements PodTokenPlan {

  static AlibabaPlan of(
      AlibabaIdentity identity,
      UnverifiedClaims claims,
      CredentialRequest request,
      AlibabaRegistry registry,
      ProviderSettings settings) {
    SessionPolicy policy = settings.get(AlibabaOptions.SESSION_POLICY);
    return new AlibabaPlan(
        request.image(),
        new RoleSession(
            identity,
            AlibabaOptions.audience(settings),
            registry.sts(settings),
            sessionName(claims.workload()),
            policy.document(registry, request)),
        new AuthorizationToken(registry.api(settings), registry.instance()),
        policy.images());
  }

  /**
   * So ActionTrail shows the pod's identity. All characters of Kubernetes names are valid in it.
   */
  private static String sessionName(ServiceAccountSubject workload) {
    return Sha256.cut(workload.namespace() + "." + workload.serviceAccount().name(), 64);
  }

  @Override
  public PlanDescription description() {
    return switch (images) {
      case IMAGE -> describe("repository " + image.repository()).forRepository(image.repository());
      case REGISTRY -> describe("registry");
    };
  }

  private PlanDescription describe(String scope) {
    return PlanDescription.of(
            new Identity(image.registry(), scope, session.identity().parts()),
            Set.of(session.audience()),
            List.of(session.step(), token.step()))
        .with(
            List.of(
                new Parameter("session name", session.name()),
                new Parameter("session policy", session.policy().orElse("none")),
                new Parameter("instance", token.instance().orElse("Personal edition"))));
  }

  @Override
  public CredentialAnswer exchange(ValidatedToken podToken, Connections connections) {
    AlibabaFailure failure = new AlibabaFailure(session, podToken.claims());
    CloudCalls calls = new CloudCalls(AlibabaFailure.READER, failure::of);
    AlibabaApi api = new AlibabaApi(connections);
    SessionKeys keys =
        calls.hiding(podToken.value()).call(session.step(), () -> session.assume(podToken, api));
    return calls
        .hiding(keys.secretKey(), keys.token())
        .call(token.step(), () -> token.get(keys, api))
        .validFor(images);
  }
}
