// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.provider.gar.WorkloadIdentityPoolProvider.IdentityNamespace;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ScriptTemplate;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.TrustGuide;
import dev.podpass.spi.TrustRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Google Cloud trust setup for a service account: a workload identity pool with a provider for
 * the issuer, and a binding of the principal to the repository, or to a service account to
 * impersonate. The pools of GKE and of fleets already exist.
 *
 * @see <a
 *     href="https://cloud.google.com/iam/docs/workload-identity-federation-with-kubernetes">Workload
 *     Identity Federation with Kubernetes</a>
 */
final class GarTrust implements TrustGuide {
  static final ProviderOption<String> PROJECT_NUMBER =
      ProviderOption.of(
          "project-number",
          "NUMBER",
          "The number of the project that the pool is in; needed where --gar-audience is a pool of"
              + " GKE or of a fleet.",
          GarTrust::number);

  @Override
  public List<ProviderOption<?>> options() {
    return List.of(PROJECT_NUMBER);
  }

  @Override
  public String shell(TrustRequest request) {
    return script(GarTrustForms.SHELL, request);
  }

  @Override
  public String terraform(TrustRequest request) {
    return script(GarTrustForms.TERRAFORM, request);
  }

  private static String script(GarTrustForms.Parts parts, TrustRequest request) {
    GarGrant grant = GarGrant.of(request);
    String beginning =
        switch (grant.audience()) {
          case WorkloadIdentityPoolProvider.Provider _ -> parts.pool();
          case IdentityNamespace _ -> parts.head();
        };
    String end = grant.account().isPresent() ? parts.impersonation() : parts.direct();
    return filled(beginning + end, request, grant);
  }

  private static String filled(String form, TrustRequest request, GarGrant grant) {
    Map<String, String> values = new HashMap<>();
    values.put("NAMESPACE", request.namespace());
    values.put("ACCOUNT", request.serviceAccount());
    values.put("IMAGE", request.image().name());
    values.put("ISSUER", request.issuer());
    values.put("PRINCIPAL", grant.principal());
    values.put("PROJECT", grant.repository().project());
    values.put("LOCATION", grant.repository().location());
    values.put("REPOSITORY", grant.repository().name());
    values.put("RESOURCE", "podpass-" + request.shortName());
    values.put(
        "ANNOTATION", request.settings().get(GarOptions.SERVICE_ACCOUNT_ANNOTATIONS).getFirst());
    grant.account().ifPresent(account -> values.put("EMAIL", account.text()));
    if (grant.audience() instanceof WorkloadIdentityPoolProvider.Provider provider) {
      String[] pool = provider.pool().split("/", -1);
      values.put("POOL_PROJECT", pool[1]);
      values.put("POOL", pool[5]);
      values.put("PROVIDER", provider.provider());
    }
    Optional<Sourced<String>> audience = request.settings().find(GarOptions.TOKEN_AUDIENCE);
    audience.ifPresent(allowed -> values.put("AUDIENCE", allowed.value()));
    return ScriptTemplate.fill(GarTrustForms.withAudience(form, audience.isPresent()), values);
  }

  private static String number(String text) {
    if (!text.matches("[0-9]{6,20}")) {
      throw new IllegalArgumentException("must be a project's number, not its id");
    }
    return text;
  }
}
