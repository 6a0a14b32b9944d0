// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.image.ImageReference;
import dev.podpass.provider.gar.WorkloadIdentityPoolProvider.IdentityNamespace;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.TrustRequest;
import java.util.Map;
import java.util.Optional;

/**
 * The access to grant in a trust guide: principal, pool provider and repository.
 *
 * @param audience the workload identity pool provider that verifies the tokens
 * @param principal the principal of the service account in the pool
 * @param account the service account to impersonate, if one is set
 * @param repository the repository of the image
 */
record GarGrant(
    WorkloadIdentityPoolProvider audience,
    String principal,
    Optional<ServiceAccountEmail> account,
    Repository repository) {

  /** Locations of {@code gcr.io} repositories. */
  private static final Map<String, String> GCR_LOCATIONS =
      Map.of("gcr.io", "us", "us.gcr.io", "us", "eu.gcr.io", "europe", "asia.gcr.io", "asia");

  /** An Artifact Registry repository. */
  record Repository(String project, String location, String name) {

    static Repository of(ImageReference image) {
      String host = image.registry().name();
      String[] path = image.repository().split("/", -1);
      String location = GCR_LOCATIONS.get(host);
      if (location != null) {
        return new Repository(path[0], location, host);
      }
      if (path.length < 2) {
        throw new CredentialException(
            Kind.USAGE, "the image names no repository", "it looks like host/project/repository");
      }
      String region =
          host.startsWith("docker.") ? host.split("\\.", -1)[1] : host.split("-docker\\.", -1)[0];
      return new Repository(path[0], region, path[1]);
    }
  }

  static GarGrant of(TrustRequest request) {
    WorkloadIdentityPoolProvider audience =
        request
            .settings()
            .find(GarOptions.AUDIENCE)
            .map(Sourced::value)
            .orElseThrow(() ->
                new CredentialException(
                    Kind.CONFIGURATION,
                    "the workload identity pool provider has no name yet",
                    "give --gar-audience the one that it has, or is to have: //iam.googleapis.com/"
                        + "projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/NAME"));
    return new GarGrant(
        audience,
        principal(audience, request),
        request
            .settings()
            .find(GarOptions.SERVICE_ACCOUNT)
            .map(account ->
                account.read(template ->
                    template.of(request.namespace(), request.serviceAccount(), Map.of())))
            .map(Sourced::value),
        Repository.of(request.image()));
  }

  private static String principal(WorkloadIdentityPoolProvider audience, TrustRequest request) {
    return switch (audience) {
      case WorkloadIdentityPoolProvider.Provider provider ->
          "principal://iam.googleapis.com/" + provider.pool() + "/subject/" + request.subject();
      case IdentityNamespace namespace ->
          "principal://iam.googleapis.com/projects/%s/locations/global/workloadIdentityPools/%s/subject/ns/%s/sa/%s"
              .formatted(
                  projectNumber(request),
                  namespace.pool(),
                  request.namespace(),
                  request.serviceAccount());
    };
  }

  private static String projectNumber(TrustRequest request) {
    return request
        .settings()
        .find(GarTrust.PROJECT_NUMBER)
        .map(Sourced::value)
        .orElseThrow(() ->
            new CredentialException(
                Kind.CONFIGURATION,
                "the pool of GKE or of a fleet does not contain its project's number",
                "give it with --project-number (gcloud projects describe PROJECT"
                    + " --format=value(projectNumber))"));
  }
}
