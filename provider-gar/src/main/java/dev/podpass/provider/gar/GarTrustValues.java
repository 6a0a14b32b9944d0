// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.TrustRequest;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The values of placeholders in the script and in the module of {@link GarTrust}. */
final class GarTrustValues {
  private static final String ACCOUNTS = ".iam.gserviceaccount.com";

  private GarTrustValues() {}

  /** The values that are plain words. */
  static Map<String, String> words(GarGrant grant) {
    TrustRequest request = grant.request();
    Map<String, String> words = new HashMap<>();
    words.put("ISSUER", request.issuer());
    words.put("NAMESPACE", request.namespace());
    words.put("SERVICE_ACCOUNT", request.serviceAccount());
    words.put("PRINCIPAL", grant.principal());
    words.put("NAME", "podpass-" + request.name());
    words.put(
        "ANNOTATION", request.settings().get(GarOptions.SERVICE_ACCOUNT_ANNOTATIONS).getFirst());
    grant
        .account()
        .ifPresent(account -> {
          words.put("EMAIL", account.text());
          words.put("ACCOUNT_NAME", account.text().substring(0, account.text().indexOf('@')));
          words.put("ACCOUNT_PROJECT", project(account));
        });
    if (grant.audience() instanceof WorkloadIdentityPoolProvider.Provider provider) {
      String[] pool = provider.pool().split("/", -1);
      words.put("POOL_NUMBER", pool[1]);
      words.put("POOL", pool[5]);
      words.put("PROVIDER", provider.provider());
    }
    return words;
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

  /** The images, as a comment lists them. */
  static String images(GarGrant grant) {
    return grant.request().images().stream()
        .map(image -> "#   " + image.name())
        .collect(Collectors.joining("\n"));
  }

  /** Adds the values of the pool provider. */
  static void putProvider(
      GarGrant grant,
      WorkloadIdentityPoolProvider.Provider provider,
      Map<String, String> words,
      Map<String, String> parts) {
    ProviderSettings settings = grant.request().settings();
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
    Optional<String> audience = settings.find(GarOptions.TOKEN_AUDIENCE).map(Sourced::value);
    audience.ifPresent(allowed -> words.put("ALLOWED_AUDIENCES", allowed));
    if (audience.isEmpty()) {
      parts.put("ALLOWED_AUDIENCES", "");
    }
  }
}
