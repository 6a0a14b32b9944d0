// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.provider.gar.WorkloadIdentityPoolProvider;
import dev.podpass.provider.gar.WorkloadIdentityPoolProvider.IdentityNamespace;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.trust.TrustRequest;

/** The principal of a service account in a workload identity pool. */
final class GarPrincipal {
  /** Of {@code google.subject}, in bytes. */
  private static final int LONGEST_SUBJECT = 127;

  private GarPrincipal() {}

  static String of(WorkloadIdentityPoolProvider audience, TrustRequest request) {
    return switch (audience) {
      case WorkloadIdentityPoolProvider.Provider _ when request.isForNamespace() ->
          throw new CredentialException(
              Kind.USAGE,
              "Google trusts a whole namespace in the pools of GKE and of fleets alone",
              "give --service-account, or map an attribute to the namespace and bind its"
                  + " principalSet by hand");
      case WorkloadIdentityPoolProvider.Provider provider ->
          "principal://iam.googleapis.com/%s/subject/%s"
              .formatted(provider.pool(), subject(provider, request));
      case IdentityNamespace namespace -> {
        String pool =
            "//iam.googleapis.com/projects/%s/locations/global/workloadIdentityPools/%s"
                .formatted(projectNumber(request), namespace.pool());
        yield request.isForNamespace()
            ? "principalSet:%s/namespace/%s".formatted(pool, request.namespace())
            : "principal:%s/subject/ns/%s/sa/%s"
                .formatted(pool, request.namespace(), request.serviceAccount());
      }
    };
  }

  /** In a shared pool the provider's name stands before the token's own subject. */
  private static String subject(
      WorkloadIdentityPoolProvider.Provider provider, TrustRequest request) {
    String subject =
        request.settings().get(GarTrustOptions.SHARED_POOL)
            ? provider.provider() + ":" + request.subject()
            : request.subject();
    int length = subject.getBytes(UTF_8).length;
    if (length > LONGEST_SUBJECT) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the subject %s has %d bytes, and Google refuses more than %d"
              .formatted(subject, length, LONGEST_SUBJECT),
          "use a service account or a namespace with a shorter name");
    }
    return subject;
  }

  private static String projectNumber(TrustRequest request) {
    return request
        .settings()
        .find(GarTrustOptions.PROJECT_NUMBER)
        .map(Sourced::value)
        .orElseThrow(() ->
            new CredentialException(
                Kind.CONFIGURATION,
                "the pool of GKE or of a fleet does not contain its project's number",
                "give it with --project-number (gcloud projects describe PROJECT"
                    + " --format=value(projectNumber))"));
  }
}
