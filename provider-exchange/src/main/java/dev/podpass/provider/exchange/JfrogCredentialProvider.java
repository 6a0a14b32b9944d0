// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription.Parameter;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.token.UnverifiedClaims;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The credential provider for JFrog Artifactory, by an OIDC integration of the platform, whose
 * identity mappings decide on the user of a pod.
 *
 * @see <a
 *     href="https://jfrog.com/help/r/jfrog-platform-administration-documentation/openid-connect-integration">OpenID
 *     Connect integration</a>
 */
public final class JfrogCredentialProvider extends FederatedProvider {
  /** Creates the provider. */
  public JfrogCredentialProvider() {
    super(JfrogOptions.ENTRY);
  }

  @Override
  public List<ProviderOption<?>> options() {
    return JfrogOptions.all();
  }

  @Override
  Optional<Function<UnverifiedClaims, PodTokenPlan>> named(
      CredentialRequest request, ProviderSettings settings) {
    Sourced<String> integration = settings.require(id(), JfrogOptions.PROVIDER_NAME);
    return Optional.of(claims -> plan(request, integration, claims, settings));
  }

  private FederatedPlan plan(
      CredentialRequest request,
      Sourced<String> integration,
      UnverifiedClaims claims,
      ProviderSettings settings) {
    TokenRequest exchange =
        new TokenRequest(
            new ExchangeStep("OIDC token exchange", endpoint(request.image().registry(), settings)),
            ExchangeForm.JSON,
            "subject_token",
            fields(integration.value(), settings));
    TokenAnswer answer =
        TokenAnswer.of(
            TokenAnswer.userIn(AnswerPointer.to("username")),
            "access_token",
            TokenExpiry.seconds(AnswerPointer.to("expires_in")));
    return new FederatedPlan(
        identity(request, new Part("OIDC integration", integration), subject(claims)),
        audience(settings),
        exchange(exchange, answer),
        (error, token) -> advice(error, token, integration.value()));
  }

  private static URI endpoint(RegistryHost registry, ProviderSettings settings) {
    return URI.create(JfrogOptions.platform(settings, registry) + "/access/api/v1/oidc/token");
  }

  private static List<Parameter> fields(String integration, ProviderSettings settings) {
    List<Parameter> fields = new ArrayList<>();
    fields.add(TokenRequest.EXCHANGE_GRANT);
    fields.add(new Parameter("subject_token_type", "urn:ietf:params:oauth:token-type:id_token"));
    fields.add(new Parameter("provider_name", integration));
    fields.add(new Parameter("provider_type", "Generic OpenID Connect"));
    fields.add(new Parameter("audience", "*@*"));
    settings
        .find(JfrogOptions.PROJECT_KEY)
        .ifPresent(project -> fields.add(new Parameter("project_key", project.value())));
    return fields;
  }

  private static Advice advice(CloudError error, UnverifiedClaims claims, String integration) {
    return new StatusAdvice(
            error.step().endpoint().getHost(),
            ("give the OIDC integration %s the issuer %s and the audience %s, and an identity"
                    + " mapping with the claim sub %s: podpass trust jfrog")
                .formatted(
                    integration,
                    claims.issuer(),
                    String.join(", ", claims.audiences()),
                    claims.subject()),
            "correct --jfrog-provider-name, or --jfrog-url if images do not name the platform's"
                + " host")
        .of(error);
  }

  /** Never needed: every pod has the integration for its identity. */
  @Override
  String howToName(ProviderSettings settings) {
    return "set --jfrog-provider-name";
  }
}
