// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.CredentialAnswer.CacheScope;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription.Parameter;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which AWS session asks ECR for an authorization token. */
sealed interface SessionPlan {
  /** The audiences of the token that it needs; none if it needs none. */
  Set<String> audiences();

  /** As whom. */
  Part identity();

  /** The call that gets it. */
  ExchangeStep step();

  /** What its authorization token is good for. */
  CacheScope scope();

  /** What is sent besides. */
  List<Parameter> parameters();

  /**
   * A session of a role that the pod's token is exchanged for.
   *
   * @param role the role, and who named it
   * @param audience what the token must be meant for
   * @param endpoint where STS is asked
   * @param terms what the session is to be
   */
  record AssumedRole(Sourced<RoleArn> role, String audience, URI endpoint, SessionTerms terms)
      implements SessionPlan {

    static AssumedRole of(
        EcrIdentity identity, CredentialRequest request, ProviderSettings settings) {
      return new AssumedRole(
          identity.role(),
          settings.get(EcrOptions.AUDIENCE),
          EcrEndpoints.sts(identity.host(), settings),
          SessionTerms.of(identity.host(), request, settings));
    }

    @Override
    public Set<String> audiences() {
      return Set.of(audience);
    }

    @Override
    public Part identity() {
      return new Part("role", role.map(RoleArn::text));
    }

    @Override
    public ExchangeStep step() {
      return new ExchangeStep("AssumeRoleWithWebIdentity", endpoint);
    }

    @Override
    public CacheScope scope() {
      return terms.scope();
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          new Parameter("session name", terms.name()),
          new Parameter(
              "session duration",
              terms.duration().map(d -> d.toSeconds() + "s").orElse("AWS's own")),
          new Parameter("session policy", terms.policy().orElse("none")));
    }
  }

  /**
   * The session of the node's own role.
   *
   * @param endpoint the instance metadata service
   */
  record NodeRole(URI endpoint) implements SessionPlan {
    @Override
    public Set<String> audiences() {
      return Set.of();
    }

    @Override
    public Part identity() {
      return new Part("role", new Sourced<>("of the node", "policy"));
    }

    @Override
    public ExchangeStep step() {
      return new ExchangeStep("instance metadata", endpoint);
    }

    @Override
    public CacheScope scope() {
      return CacheScope.REGISTRY;
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }
  }

  /**
   * What an assumed role's session is to be.
   *
   * @param name as it appears in CloudTrail
   * @param duration how long it lives, if not AWS's standard
   * @param policy the session policy, if there is one
   * @param scope what the policy leaves
   */
  record SessionTerms(
      String name, Optional<Duration> duration, Optional<String> policy, CacheScope scope) {

    private static SessionTerms of(
        EcrRegistryHost host, CredentialRequest request, ProviderSettings settings) {
      SessionPolicy policy = settings.get(EcrOptions.SESSION_POLICY);
      boolean pullThrough = settings.get(EcrOptions.PULL_THROUGH);
      return new SessionTerms(
          SessionName.of(request.claims().orElseThrow().workload()),
          settings.find(EcrOptions.SESSION_DURATION).map(Sourced::value),
          policy.document(host, request.image().repository(), pullThrough),
          policy.scope(host));
    }
  }
}
