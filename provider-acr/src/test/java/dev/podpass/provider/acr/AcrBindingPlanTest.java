// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static dev.podpass.core.testing.FailedCall.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.pull.FallbackPolicy;
import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.pull.PullPlan;
import dev.podpass.core.pull.PullPlan.As;
import dev.podpass.spi.Exchange.Parameter;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.failure.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a plan with identity bindings is made of. */
class AcrBindingPlanTest extends AcrPlanFixture {
  private static final String SNI = "0a1b.identity-bindings.aks.example";

  private void bind() {
    set(AcrOptions.BINDING_SNI, SNI);
    set(AcrOptions.BINDING_SERVER, "10.0.0.4");
  }

  @Test
  void theClusterIsAskedForTheAccessTokenAndTheRegistryForTheRest() {
    bind();

    PullPlan plan = plan(Map.of(CLIENT_KEY, CLIENT));

    assertThat(plan.exchange())
        .hasToString(
            "client %s (annotation %s), subject system:serviceaccount:team-a:puller (the token)"
                .formatted(CLIENT, CLIENT_KEY));
    assertThat(plan.audiences()).containsExactly("api://AKSIdentityBinding");
    assertThat(plan.exchange().steps())
        .extracting(Object::toString)
        .containsExactly(
            "identity binding at https://%s/ on 10.0.0.4 trusted by /etc/kubernetes/certs/ca.crt"
                .formatted(SNI),
            "challenge at https://myregistry.azurecr.io/v2/",
            "token exchange at https://myregistry.azurecr.io/oauth2/exchange");
    assertThat(plan.exchange().parameters())
        .containsExactly(new Parameter("resource", "https://containerregistry.azure.net"));
  }

  @Test
  void aPortIsPartOfTheUrl() {
    bind();
    set(AcrOptions.BINDING_SERVER, "[fd00::4]:6443");
    set(AcrOptions.BINDING_CA, "/var/ca.pem");

    assertThat(plan(Map.of(CLIENT_KEY, CLIENT)).exchange().steps().getFirst())
        .hasToString(
            "identity binding at https://" + SNI + ":6443/ on fd00::4 trusted by /var/ca.pem");
  }

  /** AKS's own plugin does not look at it either. */
  @Test
  void aTenantThatIsAnnotatedAloneNamesNoIdentity() {
    bind();
    assertFails(
        () -> plan(Map.of(TENANT_KEY, TENANT)),
        Kind.NO_IDENTITY,
        "no identity is named for service account team-a/puller",
        "annotate it with " + CLIENT_KEY + ", or set --acr-client-id, or set --without-identity");

    fallbacks = new FallbackPolicy(Fallback.FAIL, Fallback.ANONYMOUS);
    bind();
    assertThat(plan(Map.of(TENANT_KEY, TENANT)).as()).isEqualTo(As.NOBODY);
  }

  @Test
  void kubeletSendsTokensForTheClusterAndTheClientAlone() {
    bind();
    assertThat(provider.entry(settings).audience()).isEqualTo("api://AKSIdentityBinding");
    assertThat(provider.entry(settings).annotations()).containsExactly(CLIENT_KEY);

    set(AcrOptions.CLOUD, "china");
    assertThat(provider.entry(settings).audience()).isEqualTo("api://AKSIdentityBinding");

    set(AcrOptions.TOKEN_AUDIENCE, "api://podpass");
    assertThat(provider.entry(settings).audience()).isEqualTo("api://podpass");
  }

  @Test
  void aPartOfTheOptionsIsAnErrorThatNamesTheOther() {
    for (ProviderOption<?> option : List.of(AcrOptions.BINDING_SERVER, AcrOptions.BINDING_CA)) {
      settings = ProviderSettings.NONE;
      set(option, option == AcrOptions.BINDING_CA ? "/ca.pem" : "10.0.0.4");
      assertHalf("--test is set without --acr-identity-binding-sni");
    }
    settings = ProviderSettings.NONE;
    set(AcrOptions.BINDING_SNI, SNI);
    assertHalf("--test is set without --acr-identity-binding-server");
  }

  private void assertHalf(String because) {
    assertFails(() -> plan(ANNOTATED), Kind.USAGE, because, "hint: set both");
    assertFails(() -> provider.entry(settings), Kind.USAGE, because);
  }

  @Test
  void namesAndFilesAreWhole() {
    assertThatThrownBy(() -> set(AcrOptions.BINDING_SNI, "10.0.0.4/x"))
        .hasMessageContaining("must be a domain");
    assertThatThrownBy(() -> set(AcrOptions.BINDING_CA, "ca.crt"))
        .hasMessageContaining("must be an absolute path");
  }
}
