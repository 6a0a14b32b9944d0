// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription.Parameter;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whose access token becomes the password. */
sealed interface AccessTokenPlan {
  String CLOUD_PLATFORM = "https://www.googleapis.com/auth/cloud-platform";
  String READ_ONLY = "https://www.googleapis.com/auth/devstorage.read_only";

  /** The audiences of the pod's token that it needs; none if it needs none. */
  Set<String> tokenAudiences();

  /** As whom. */
  List<Part> identity();

  /** The calls that get it. */
  List<ExchangeStep> steps();

  /** Its OAuth scope, the last part of it. */
  String scopeName();

  /** What is sent besides. */
  List<Parameter> parameters();

  /**
   * The token that the pod's own is exchanged for: direct access.
   *
   * @param audience the pool provider, and who named it
   * @param subject whom the pod's token was issued to
   * @param tokenAudiences what the pod's token may be meant for
   * @param endpoint STS
   * @param scope what the token is good for
   */
  record Federated(
      Sourced<WorkloadIdentityPoolProvider> audience,
      String subject,
      Set<String> tokenAudiences,
      URI endpoint,
      String scope)
      implements AccessTokenPlan {

    private static Federated of(
        GarIdentity identity, CredentialRequest request, ProviderSettings settings, String scope) {
      return new Federated(
          identity.audience(),
          request.claims().orElseThrow().subject(),
          settings
              .find(GarOptions.TOKEN_AUDIENCE)
              .map(audience -> Set.of(audience.value()))
              .orElseGet(() -> identity.audience().value().tokenAudiences()),
          Universe.of(settings).sts(settings),
          scope);
    }

    @Override
    public List<Part> identity() {
      return List.of(
          new Part("pool provider", audience.map(WorkloadIdentityPoolProvider::text)),
          new Part("subject", new Sourced<>(subject, "the token")));
    }

    @Override
    public List<ExchangeStep> steps() {
      return List.of(step());
    }

    ExchangeStep step() {
      return new ExchangeStep("token exchange", endpoint.resolve("/v1/token"));
    }

    @Override
    public String scopeName() {
      return lastPart(scope);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(new Parameter("scope", scope));
    }
  }

  /**
   * The token of a service account that the pod may impersonate.
   *
   * @param federated who impersonates
   * @param account the service account, and who named it
   * @param endpoint IAM Credentials
   * @param terms what is asked for
   */
  record Impersonated(
      Federated federated, Sourced<ServiceAccountEmail> account, URI endpoint, Terms terms)
      implements AccessTokenPlan {

    /**
     * What an impersonated token is to be.
     *
     * @param delegates the service accounts in between
     * @param lifetime how long it lives
     * @param scope what it is good for
     */
    record Terms(List<ServiceAccountEmail> delegates, Duration lifetime, String scope) {}

    @Override
    public Set<String> tokenAudiences() {
      return federated.tokenAudiences();
    }

    @Override
    public List<Part> identity() {
      return Stream.concat(
              Stream.of(new Part("service account", account.map(ServiceAccountEmail::text))),
              federated.identity().stream())
          .toList();
    }

    @Override
    public List<ExchangeStep> steps() {
      return List.of(federated.step(), step());
    }

    ExchangeStep step() {
      return new ExchangeStep(
          "generateAccessToken",
          endpoint.resolve("/v1/" + account.value().resource() + ":generateAccessToken"));
    }

    @Override
    public String scopeName() {
      return lastPart(terms.scope());
    }

    @Override
    public List<Parameter> parameters() {
      String delegates =
          terms.delegates().stream()
              .map(ServiceAccountEmail::text)
              .collect(Collectors.joining(", "));
      return List.of(
          new Parameter("scope of the federated token", federated.scope()),
          new Parameter("scope", terms.scope()),
          new Parameter("lifetime", terms.lifetime().toSeconds() + "s"),
          new Parameter("delegates", delegates.isEmpty() ? "none" : delegates));
    }
  }

  /**
   * The token of the node's own service account.
   *
   * @param endpoint the metadata server
   */
  record AttachedServiceAccount(URI endpoint) implements AccessTokenPlan {
    @Override
    public Set<String> tokenAudiences() {
      return Set.of();
    }

    @Override
    public List<Part> identity() {
      return List.of(new Part("service account", new Sourced<>("of the node", "policy")));
    }

    @Override
    public List<ExchangeStep> steps() {
      return List.of(step());
    }

    ExchangeStep step() {
      return new ExchangeStep(
          "instance metadata",
          endpoint.resolve("/computeMetadata/v1/instance/service-accounts/default/token"));
    }

    @Override
    public String scopeName() {
      return "the node's";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }
  }

  /** Impersonates if a service account is named, and goes directly if not. */
  static AccessTokenPlan of(
      GarIdentity identity, CredentialRequest request, ProviderSettings settings) {
    return identity
        .serviceAccount()
        .<AccessTokenPlan>map(account ->
            new Impersonated(
                Federated.of(identity, request, settings, CLOUD_PLATFORM),
                account,
                Universe.of(settings).iamCredentials(settings),
                new Impersonated.Terms(
                    settings.get(GarOptions.DELEGATES),
                    settings.get(GarOptions.TOKEN_LIFETIME),
                    scope(settings, READ_ONLY))))
        .orElseGet(
            () -> Federated.of(identity, request, settings, scope(settings, CLOUD_PLATFORM)));
  }

  private static String scope(ProviderSettings settings, String standard) {
    return settings.find(GarOptions.SCOPE).map(Sourced::value).orElse(standard);
  }

  private static String lastPart(String scope) {
    return scope.substring(scope.lastIndexOf('/') + 1);
  }
}
