// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.SignedTokens;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.testing.FakeProvider;
import dev.podpass.spi.testing.TestTokens;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudienceOwnerTest extends PullFixture {
  private final RegistryCredentialProvider cloud = new Owner("cloud", "api://cloud");

  @ParameterizedTest
  @ValueSource(strings = {"api://cloud", "API://Cloud", "api://cloud/", "api://CLOUD//"})
  void anAudienceOfAnotherProviderIsNotForThisOne(String audience) {
    assertThat(owner(audience, provider)).contains("the provider cloud");
    assertThat(owner(audience, cloud)).isEmpty();
    assertThat(owner(audience, new Owner("second", "api://cloud"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api",
        "k3s",
        "K3S",
        "rke2",
        "kubernetes",
        "kubernetes.default",
        "kubernetes.default.svc",
        "kubernetes.default.svc.cluster.local",
        "https://kubernetes.default",
        "https://kubernetes.default.svc",
        "https://kubernetes.default.svc/",
        "https://Kubernetes.Default.svc.corp.example",
        "https://kubernetes.default.svc:443",
        "kubernetes.svc.default",
        "https://10.0.0.1:6443",
        "https://api.internal.kops.example.com",
        "\"k3s\"",
        "gardener",
        "unknown",
        "system:konnectivity-server"
      })
  void anAudienceOfAnApiServerIsForNoProvider(String audience) {
    assertThat(owner(audience, provider)).contains("an API server");
    assertThat(owner(audience, cloud)).contains("an API server");
  }

  @Test
  void soIsThatOfAnApiServerInACloud() {
    assertThat(owner("https://CLUSTER.cloud.example/", provider)).contains("an API server");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.example.com",
        "https://registry.example.com",
        "https://registry.example.com:5000",
        "pull",
        "apis",
        "my-k3s",
        "kubernetes-pulls",
        "kubernetes.example.com",
        "api.internal.example.com",
        "api://cloud2",
        "/"
      })
  void anyOtherIs(String audience) {
    assertThat(owner(audience, provider)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"iam", "'iam'"})
  void anAudienceOfAnotherCloudIsForNoProvider(String audience) {
    assertThat(owner(audience, provider)).contains("another cloud");
  }

  @ParameterizedTest
  @CsvSource({
    "registry.example.com, true",
    "REGISTRY.example.com, true",
    "https://registry.example.com, true",
    "https://registry.example.com:8443/pull, true",
    "api://registry.example.com, true",
    "other.example.com, true",
    "https://registry.example.com.evil.example, false",
    "https://my-registry.example.com, false",
    "https://a.registry.example.com, false",
    "example.com, false",
    "pull, false"
  })
  void anAudienceNamesARegistryByItsWholeHost(String audience, boolean names) {
    List<RegistryHost> hosts =
        List.of(
            RegistryHost.parse("registry.example.com:5000"),
            RegistryHost.parse("other.example.com"));

    assertThat(AudienceOwner.names(audience, hosts)).isEqualTo(names);
  }

  @Test
  void theIssuerOfTheTokenIsNoAudience() {
    Optional<String> issuer = Optional.of("https://issuer.example.com/a/");

    for (String audience :
        List.of("https://issuer.example.com/a", "HTTPS://issuer.example.com/a/")) {
      assertThat(owners(provider, cloud).of(audience, provider, issuer))
          .contains("the cluster's issuer, and so of its API server");
    }
    assertThat(owners().of("https://issuer.example.com", provider, issuer)).isEmpty();
  }

  @Test
  void aPullWithSuchAPlanIsRefusedWhateverItsTokenHas() {
    known.add(new Owner("cloud", "aud"));

    assertRefused(
        Kind.CONFIGURATION,
        FallbackPolicy.STRICT,
        request("registry.example/app", TOKEN, ANNOTATED),
        "the audience aud of the provider fake is that of the provider cloud, where the receiver of"
            + " a token could use it as the pod; hint: set an audience of the registry's own");
    assertThat(provider.exchanged()).isEmpty();
  }

  @Test
  void aPullWithATokenOfThatIssuerIsRefused() {
    String token =
        SignedTokens.signed(
            SignedTokens.RSA,
            TestTokens.CLAIMS
                .replace("sts.amazonaws.com", "aud")
                .replaceFirst("\"iss\": *\"[^\"]*\"", "\"iss\": \"aud\""));

    assertRefused(
        Kind.CONFIGURATION,
        FallbackPolicy.STRICT,
        request("registry.example/app", token, ANNOTATED),
        "is that of the cluster's issuer");
  }

  private Optional<String> owner(String audience, RegistryCredentialProvider of) {
    return owners(provider, cloud).of(audience, of, Optional.empty());
  }

  private static AudienceOwner owners(RegistryCredentialProvider... known) {
    return new AudienceOwner(List.of(known), _ -> ProviderSettings.NONE);
  }

  private static final class Owner extends FakeProvider {
    private final String audience;

    private Owner(String id, String audience) {
      super(id, id + ".example");
      this.audience = audience;
    }

    @Override
    public boolean ownsAudience(String other, ProviderSettings settings) {
      return other.equals(audience);
    }

    @Override
    public boolean isApiServer(String other, ProviderSettings settings) {
      return other.equals("https://cluster.cloud.example");
    }
  }
}
