// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar.trust;

import dev.podpass.provider.gar.GarOptions;
import dev.podpass.provider.gar.ServiceAccountEmail;
import dev.podpass.provider.gar.WorkloadIdentityPoolProvider;
import dev.podpass.provider.gar.WorkloadIdentityPoolProvider.IdentityNamespace;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.trust.ModuleCall;
import dev.podpass.spi.trust.Trust;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import dev.podpass.spi.trust.TrustScripts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The Google Cloud trust setup for a service account: a workload identity pool with a provider for
 * the issuer, and a binding of the principal to the repositories, or to a service account to
 * impersonate. The pools of GKE and of fleets already exist.
 *
 * @see <a
 *     href="https://cloud.google.com/iam/docs/workload-identity-federation-with-kubernetes">Workload
 *     Identity Federation with Kubernetes</a>
 */
public final class GarTrust implements TrustGuide {
  private static final TrustScripts SCRIPTS = TrustScripts.beside(GarTrust.class, "", "gcloud.sh");
  private static final String ACCOUNTS = ".iam.gserviceaccount.com";

  @Override
  public String provider() {
    return "gar";
  }

  @Override
  public boolean trustsNamespaces() {
    return true;
  }

  @Override
  public List<ProviderOption<?>> options() {
    return GarTrustOptions.all();
  }

  @Override
  public Trust trust(TrustRequest request) {
    ProviderSettings settings = request.settings();
    WorkloadIdentityPoolProvider audience = audience(settings);
    Map<String, String> values = new LinkedHashMap<>();
    values.put("principal", GarPrincipal.of(audience, request));
    Optional<WorkloadIdentityPoolProvider.Provider> own =
        audience instanceof WorkloadIdentityPoolProvider.Provider provider
            ? Optional.of(provider)
            : Optional.empty();
    values.put("pool", own.map(WorkloadIdentityPoolProvider.Provider::poolId).orElse(""));
    values.put(
        "pool_number", own.map(WorkloadIdentityPoolProvider.Provider::projectNumber).orElse(""));
    values.put("provider", own.map(WorkloadIdentityPoolProvider.Provider::provider).orElse(""));
    values.put("shared_pool", settings.get(GarTrustOptions.SHARED_POOL) ? "yes" : "");
    values.put(
        "upload_keys", own.isPresent() && settings.get(GarTrustOptions.UPLOAD_KEYS) ? "yes" : "");
    values.put("allowed_audiences", tokenAudience(settings).orElse(""));
    Optional<ServiceAccountEmail> account =
        GarOptions.IMPERSONATED
            .byOperator(settings, request.namespace(), request.serviceAccount())
            .map(Sourced::value);
    account.ifPresent(_ -> requireAnnotation(settings, audience));
    values.put("account", account.map(ServiceAccountEmail::text).orElse(""));
    values.put("account_project", account.map(GarTrust::project).orElse(""));
    values.put("annotation", annotation(settings));
    values.put(
        "repositories",
        request.images().stream()
            .map(TrustedRepository::of)
            .distinct()
            .map(found -> String.join(",", found.project(), found.location(), found.name()))
            .collect(Collectors.joining(" ")));
    return new Trust(
        request,
        account.map(email -> "the service account " + email).orElse(""),
        values,
        SCRIPTS,
        Optional.of(new ModuleCall("gar", arguments(request, audience, account))));
  }

  private static Map<String, Object> arguments(
      TrustRequest request,
      WorkloadIdentityPoolProvider audience,
      Optional<ServiceAccountEmail> impersonated) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    String cluster = "cluster";
    switch (audience) {
      case WorkloadIdentityPoolProvider.Provider provider -> {
        cluster = provider.provider();
        arguments.put("project", provider.projectNumber());
        arguments.put("pool", provider.poolId());
        tokenAudience(request.settings()).ifPresent(allowed -> arguments.put("audience", allowed));
      }
      case IdentityNamespace namespace ->
          arguments.put("project", namespace.pool().replaceFirst("\\..*", ""));
    }
    if (!annotation(request.settings()).equals(GarOptions.SERVICE_ACCOUNT_ANNOTATION_KEY)) {
      arguments.put("annotation", annotation(request.settings()));
    }
    Map<String, Object> account = new LinkedHashMap<>();
    account.put("images", request.names());
    impersonated.ifPresent(email -> account.put("impersonate", email.text()));
    arguments.put("clusters", Map.of(cluster, request.issuer()));
    arguments.put("service_accounts", Map.of(request.account(), account));
    return arguments;
  }

  private static WorkloadIdentityPoolProvider audience(ProviderSettings settings) {
    return settings
        .find(GarOptions.AUDIENCE)
        .map(Sourced::value)
        .orElseThrow(() ->
            new CredentialException(
                Kind.CONFIGURATION,
                "the workload identity pool provider has no name yet",
                "give --gar-audience the one that it has, or is to have: //iam.googleapis.com/"
                    + "projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/NAME"));
  }

  private static String annotation(ProviderSettings settings) {
    return settings.get(GarOptions.SERVICE_ACCOUNT_ANNOTATIONS).getFirst();
  }

  private static Optional<String> tokenAudience(ProviderSettings settings) {
    return settings.find(GarOptions.TOKEN_AUDIENCE).map(Sourced::value);
  }

  /** Without it the pods of GKE would have the annotation, and pull by direct access. */
  private static void requireAnnotation(
      ProviderSettings settings, WorkloadIdentityPoolProvider audience) {
    if (GarOptions.serviceAccountAnnotations(settings, audience).isEmpty()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "with a pool of GKE, podpass reads no annotation for a service account to impersonate",
          "set --gar-service-account-annotation=%s here and in the configuration of kubelet"
              .formatted(GarOptions.SERVICE_ACCOUNT_ANNOTATION_KEY));
    }
  }

  /** The project that an account's address names; that of a domain is written from its end. */
  private static String project(ServiceAccountEmail account) {
    String domain = account.text().substring(account.text().indexOf('@') + 1);
    if (!domain.endsWith(ACCOUNTS)) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          account + " is a default service account, which other workloads use",
          "name one that is for pulls, such as pull@my-project.iam.gserviceaccount.com");
    }
    String project = domain.substring(0, domain.length() - ACCOUNTS.length());
    int dot = project.indexOf('.');
    return dot < 0 ? project : project.substring(dot + 1) + ":" + project.substring(0, dot);
  }
}
