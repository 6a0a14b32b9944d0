// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar.trust;

import dev.podpass.provider.gar.GarOptions;
import dev.podpass.provider.gar.ServiceAccountEmail;
import dev.podpass.provider.gar.WorkloadIdentityPoolProvider;
import dev.podpass.provider.gar.WorkloadIdentityPoolProvider.IdentityNamespace;
import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.ModuleCall;
import dev.podpass.spi.trust.Trust;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import dev.podpass.spi.trust.TrustScripts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** Locations of {@code gcr.io} repositories. */
  private static final Map<String, String> GCR_LOCATIONS =
      Map.of("gcr.io", "us", "us.gcr.io", "us", "eu.gcr.io", "europe", "asia.gcr.io", "asia");

  @Override
  public String provider() {
    return "gar";
  }

  @Override
  public Map<String, IdentityOptions<?>> identities() {
    return Map.of("service account", GarOptions.IMPERSONATED);
  }

  /** GKE's pool has a provider for each cluster, which names the issuer. */
  @Override
  public Optional<Sourced<String>> issuer(ProviderSettings settings) {
    return settings
        .find(GarOptions.AUDIENCE)
        .filter(pool -> pool.value() instanceof IdentityNamespace)
        .map(pool -> pool.map(gke -> ((IdentityNamespace) gke).issuer()));
  }

  @Override
  public Trust trust(TrustRequest request) {
    ProviderSettings settings = request.settings();
    WorkloadIdentityPoolProvider pool =
        settings
            .findValue(GarOptions.AUDIENCE)
            .orElseThrow(() ->
                TrustRequest.refused(
                    "no workload identity pool provider is named",
                    "give --gar-audience=//iam.googleapis.com/projects/NUMBER/locations/global/"
                        + "workloadIdentityPools/POOL/providers/NAME"));
    String account =
        request.named(GarOptions.IMPERSONATED).map(ServiceAccountEmail::text).orElse("");
    Map<String, String> values = new LinkedHashMap<>();
    values.put("pool", pool.pool().substring(pool.pool().lastIndexOf('/') + 1));
    values.put("pool_number", "");
    values.put("provider", "");
    values.put("upload_keys", "");
    if (pool instanceof WorkloadIdentityPoolProvider.Provider own) {
      values.put("pool_number", own.projectNumber());
      values.put("provider", own.provider());
      request
          .notFetchable("Google Cloud")
          .ifPresent(why -> values.put("upload_keys", Trust.UNSET + why));
    }
    values.put("shared_pool", "");
    values.put("allowed_audiences", settings.findValue(GarOptions.TOKEN_AUDIENCE).orElse(""));
    values.put("account", account);
    values.put("shared", "");
    // With a pool of GKE the option alone may name the account: the annotation has another use.
    List<String> annotations = GarOptions.serviceAccountAnnotations(settings, pool);
    values.put("annotation", annotations.isEmpty() ? "" : annotations.getFirst());
    values.put("repositories", request.each(GarTrust::repository));
    return new Trust(
        request,
        account.isEmpty() ? "" : "the service account " + account,
        values,
        request.isForNamespace() && pool instanceof WorkloadIdentityPoolProvider.Provider
            ? TrustScripts.NONE
            : SCRIPTS,
        Optional.of(new ModuleCall("gar", arguments(request, pool, values))));
  }

  private static Map<String, Object> arguments(
      TrustRequest request, WorkloadIdentityPoolProvider pool, Map<String, String> values) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    String cluster = "cluster";
    switch (pool) {
      case IdentityNamespace gke ->
          arguments.put("project", gke.pool().replaceFirst("\\.[a-z]+\\.id\\.goog$", ""));
      case WorkloadIdentityPoolProvider.Provider own -> {
        cluster = own.provider();
        arguments.put("project", own.projectNumber());
        arguments.put("pool", values.get("pool"));
        ModuleCall.add(arguments, "audience", values.get("allowed_audiences"), "");
      }
    }
    String annotation = GarOptions.SERVICE_ACCOUNT_ANNOTATION_KEY;
    ModuleCall.add(
        arguments,
        "annotation",
        request.settings().get(GarOptions.SERVICE_ACCOUNT_ANNOTATIONS).getFirst(),
        annotation);
    Map<String, Object> account = new LinkedHashMap<>();
    account.put("images", request.names());
    ModuleCall.add(account, "impersonate", values.get("account"), "");
    arguments.put("clusters", Map.of(cluster, request.issuer()));
    arguments.put("service_accounts", Map.of(request.account(), account));
    return arguments;
  }

  /**
   * Project, location and name of a repository; the id of a domain's project has a colon.
   *
   * @see <a
   *     href="https://cloud.google.com/artifact-registry/docs/docker/names#domain">domain-scoped
   *     projects</a>
   */
  private static String repository(ImageReference image) {
    String host = image.registry().name();
    String[] path = image.repository().replaceFirst("^([^/.]*[.][^/]*)/", "$1:").split("/", -1);
    String location = GCR_LOCATIONS.get(host);
    if (location != null) {
      return path[0] + "," + location + "," + host;
    }
    if (path.length < 2) {
      throw TrustRequest.refused(
          "the image " + image.name() + " does not contain a repository",
          "it looks like host/project/repository/name, or host/domain/project/repository/name");
    }
    String region =
        host.replaceFirst("^docker[.]([^.]*)[.].*", "$1").replaceFirst("-docker[.].*", "");
    return path[0] + "," + region + "," + path[1];
  }
}
