// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.provider.gar.GarOptions;
import dev.podpass.provider.gar.ServiceAccountEmail;
import dev.podpass.provider.gar.WorkloadIdentityPoolProvider;
import dev.podpass.provider.gar.WorkloadIdentityPoolProvider.IdentityNamespace;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.trust.TrustRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The access to grant in a trust guide: principal, pool provider and repositories.
 *
 * @param request the service account and its images
 * @param audience the workload identity pool provider that verifies the tokens
 * @param principal the principal of the service account in the pool
 * @param account the service account to impersonate, if one is set
 * @param repositories the repositories of the images
 */
record GarGrant(
    TrustRequest request,
    WorkloadIdentityPoolProvider audience,
    String principal,
    Optional<ServiceAccountEmail> account,
    List<TrustedRepository> repositories) {
  private static final String ACCOUNTS = ".iam.gserviceaccount.com";

  /** Of {@code google.subject}, in bytes. */
  private static final int LONGEST_SUBJECT = 127;

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
        request,
        audience,
        principal(audience, request),
        GarOptions.IMPERSONATED
            .byOperator(request.settings(), request.namespace(), request.serviceAccount())
            .map(Sourced::value),
        request.images().stream().map(TrustedRepository::of).distinct().toList());
  }

  private static String principal(WorkloadIdentityPoolProvider audience, TrustRequest request) {
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

  /** The values that are plain words. */
  Map<String, String> words() {
    Map<String, String> words = request.words();
    words.put("PRINCIPAL", principal);
    words.put(
        "ANNOTATION", request.settings().get(GarOptions.SERVICE_ACCOUNT_ANNOTATIONS).getFirst());
    account.ifPresent(email -> {
      requireAnnotation();
      words.put("EMAIL", email.text());
      words.put("ACCOUNT_NAME", email.text().substring(0, email.text().indexOf('@')));
      words.put("ACCOUNT_PROJECT", project(email));
    });
    if (audience instanceof WorkloadIdentityPoolProvider.Provider provider) {
      String[] pool = provider.pool().split("/", -1);
      words.put("POOL_NUMBER", pool[1]);
      words.put("POOL", pool[5]);
      words.put("PROVIDER", provider.provider());
    }
    return words;
  }

  /** Without it the pods of GKE would have the annotation, and pull by direct access. */
  private void requireAnnotation() {
    if (GarOptions.serviceAccountAnnotations(request.settings(), audience).isEmpty()) {
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

  /** Adds the values of the pool provider. */
  void putProvider(
      WorkloadIdentityPoolProvider.Provider provider,
      Map<String, String> words,
      Map<String, String> parts) {
    ProviderSettings settings = request.settings();
    Optional<String> project = settings.find(GarTrustOptions.POOL_PROJECT).map(Sourced::value);
    project.ifPresent(id -> words.put("POOL_PROJECT", id));
    if (project.isEmpty()) {
      parts.put(
          "POOL_PROJECT",
          "$(gcloud projects describe %s '--format=value(projectId)')"
              .formatted(words.get("POOL_NUMBER")));
    }
    parts.put(
        "SUBJECT_EXPRESSION",
        settings.get(GarTrustOptions.SHARED_POOL)
            ? "'" + provider.provider() + ":'+assertion.sub"
            : "assertion.sub");
    Optional<String> allowed = settings.find(GarOptions.TOKEN_AUDIENCE).map(Sourced::value);
    allowed.ifPresent(audiences -> words.put("ALLOWED_AUDIENCES", audiences));
    if (allowed.isEmpty()) {
      parts.put("ALLOWED_AUDIENCES", "");
    }
  }
}
