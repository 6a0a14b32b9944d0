// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar.trust;

import dev.podpass.provider.gar.GarOptions;
import dev.podpass.provider.gar.WorkloadIdentityPoolProvider;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.trust.ScriptTemplate;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The Terraform module of {@link GarTrust}. */
final class GarTrustModule {
  private static final ScriptTemplate HEAD = GarTrustScript.part("trust.tf");
  private static final ScriptTemplate POOL = GarTrustScript.part("pool.tf");
  private static final ScriptTemplate ACCOUNT = GarTrustScript.part("account.tf");
  private static final ScriptTemplate REPOSITORIES = GarTrustScript.part("repositories.tf");

  private static final String DEPENDS =
      "\n\n  depends_on = [google_iam_workload_identity_pool_provider.cluster]";

  private GarTrustModule() {}

  static String of(GarGrant grant) {
    Map<String, String> words = grant.words();
    Map<String, String> parts = new HashMap<>();
    boolean impersonates = grant.account().isPresent();
    ScriptTemplate module = HEAD;
    parts.put("DEPENDS", "");
    if (grant.audience() instanceof WorkloadIdentityPoolProvider.Provider provider) {
      module = module.then(POOL);
      grant.putProvider(provider, words, parts);
      putPool(grant, words, parts);
    }
    if (impersonates) {
      module = module.then(ACCOUNT);
    }
    parts.put("IMAGES", grant.request().imageLines());
    parts.put("AS", grant.account().map(account -> " as " + account).orElse(""));
    parts.put("REPOSITORIES", repositories(grant));
    parts.put(
        "MEMBER",
        impersonates
            ? "\"serviceAccount:${local.service_account_email}\""
            : "\"%s\"".formatted(grant.principal()));
    return module.then(REPOSITORIES).fill(words, parts);
  }

  private static void putPool(
      GarGrant grant, Map<String, String> words, Map<String, String> parts) {
    boolean shared = grant.request().settings().get(GarTrustOptions.SHARED_POOL);
    // The API takes the number too, which gcloud does not.
    parts.remove("POOL_PROJECT");
    words.putIfAbsent("POOL_PROJECT", words.get("POOL_NUMBER"));
    parts.put("DEPENDS", DEPENDS);
    parts.put(
        "SHARING",
        shared
            ? "Each subject begins with the provider's name, so that the pool may have others."
            : "Subjects do not name their cluster, so the pool is for this one alone.");
    String audience =
        grant
            .request()
            .settings()
            .find(GarOptions.TOKEN_AUDIENCE)
            .map(Sourced::value)
            .map(value -> "    allowed_audiences = [\"@ALLOWED_AUDIENCES@\"]\n")
            .orElse("");
    String keys =
        grant.request().settings().get(GarTrustOptions.UPLOAD_KEYS)
            ? "    jwks_json  = file(\"${path.module}/jwks.json\") # kubectl get --raw"
                + " /openid/v1/jwks\n"
            : "";
    String oidc = "    issuer_uri = \"@ISSUER@\"\n" + audience + keys;
    if (!audience.isEmpty()) {
      oidc =
          oidc.replace("issuer_uri =", "issuer_uri        =")
              .replace("jwks_json  =", "jwks_json         =");
    }
    parts.put("OIDC", new ScriptTemplate(oidc.stripTrailing()).fill(words));
  }

  private static String repositories(GarGrant grant) {
    int width = grant.repositories().stream().mapToInt(r -> key(r).length()).max().orElse(0);
    return grant.repositories().stream()
        .map(repository ->
            "\n    %s = { project = \"%s\", location = \"%s\", repository = \"%s\" }"
                .formatted(
                    (key(repository) + " ".repeat(width)).substring(0, width),
                    repository.project(),
                    repository.location(),
                    repository.name()))
        .collect(Collectors.joining());
  }

  private static String key(TrustedRepository repository) {
    return "\"%s/%s/%s\"".formatted(repository.project(), repository.location(), repository.name());
  }
}
