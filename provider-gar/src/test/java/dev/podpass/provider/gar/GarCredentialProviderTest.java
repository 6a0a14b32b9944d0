// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import static dev.podpass.core.testing.FailedCall.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.pull.FallbackPolicy;
import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.pull.PullPlan;
import dev.podpass.core.pull.PullPlan.As;
import dev.podpass.core.testing.PodClaims;
import dev.podpass.spi.Entry;
import dev.podpass.spi.Exchange.Parameter;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.failure.Kind;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GarCredentialProviderTest extends GarPlanFixture {
  private static final String OTHER_ACCOUNT = "other@my-project.iam.gserviceaccount.com";

  @Test
  void withoutAServiceAccountTheFederatedTokenIsThePassword() {
    set(GarOptions.AUDIENCE, PROVIDER);

    PullPlan plan = plan(Map.of());

    assertThat(plan.exchange())
        .hasToString(
            "pool provider %s (--test), subject system:serviceaccount:team-a:puller (the token)"
                .formatted(PROVIDER));
    assertThat(plan.exchange().access()).isEqualTo("cloud-platform");
    assertThat(plan.audiences()).containsExactlyInAnyOrder(PROVIDER, "https:" + PROVIDER);
    assertThat(plan.exchange().steps())
        .extracting(Object::toString)
        .containsExactly("token exchange at https://sts.googleapis.com/v1/token");
  }

  @Test
  void theProviderCanBeTheOneThatTheTokenIsMeantFor() {
    assertThat(plan(Map.of()).exchange().toString())
        .startsWith("pool provider " + PROVIDER + " (the token's audience)");

    claims = Optional.of(PodClaims.with(ISSUER, "my-project.svc.id.goog"));
    assertThat(plan(Map.of()).exchange().toString())
        .startsWith("pool provider identitynamespace:my-project.svc.id.goog:" + ISSUER);
    assertThat(plan(Map.of()).audiences()).containsExactly("my-project.svc.id.goog");
  }

  @Test
  void aTokenThatNamesNoProviderHasNoIdentity() {
    claims = Optional.of(PodClaims.with(ISSUER, "sts.amazonaws.com"));

    assertFails(() -> plan(Map.of()), Kind.NO_IDENTITY, "no identity is named", "--gar-audience");
  }

  @Test
  void aServiceAccountOfTheAnnotationIsImpersonated() {
    set(GarOptions.SERVICE_ACCOUNT, OTHER_ACCOUNT);

    PullPlan plan = plan(Map.of(ANNOTATION, ACCOUNT));

    assertThat(plan.exchange().toString())
        .startsWith("service account " + ACCOUNT + " (annotation " + ANNOTATION + "), pool");
    assertThat(plan.exchange().access()).isEqualTo("devstorage.read_only");
    assertThat(plan.exchange().steps())
        .extracting(Object::toString)
        .containsExactly(
            "token exchange at https://sts.googleapis.com/v1/token",
            "generateAccessToken at"
                + " https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/"
                + ACCOUNT
                + ":generateAccessToken");
    assertThat(plan.exchange().parameters())
        .contains(
            new Parameter(
                "scope of the federated token", "https://www.googleapis.com/auth/cloud-platform"));
  }

  @Test
  void theOperatorsOwnMayFollowARule() {
    set(GarOptions.SERVICE_ACCOUNT, "{serviceaccount}@{namespace}-prod.iam.gserviceaccount.com");

    assertThat(plan(Map.of()).exchange().steps().getLast().toString())
        .endsWith(
            "/serviceAccounts/puller@team-a-prod.iam.gserviceaccount.com:generateAccessToken");
    assertThatThrownBy(() -> set(GarOptions.SERVICE_ACCOUNT, "{account}@p.iam.gserviceaccount.com"))
        .hasMessageContaining("{account} is unknown");
  }

  @Test
  void anAnnotationThatIsNoAddressIsAnError() {
    set(GarOptions.SERVICE_ACCOUNT, OTHER_ACCOUNT);

    assertFails(
        () -> plan(Map.of(ANNOTATION, "x@evil.example")),
        Kind.CONFIGURATION,
        "\"x@evil.example\" is not the address");
  }

  /** As with GKE's own plugin: pods carry it for their work. */
  @Test
  void inAPoolOfGkeTheAnnotationIsReadOnlyIfTheOperatorNamesIt() {
    set(GarOptions.AUDIENCE, "identitynamespace:my-project.svc.id.goog:" + ISSUER);
    assertThat(plan(Map.of(ANNOTATION, ACCOUNT)).exchange().toString())
        .startsWith("pool provider identitynamespace:");

    set(GarOptions.SERVICE_ACCOUNT, OTHER_ACCOUNT);
    assertThat(plan(Map.of(ANNOTATION, ACCOUNT)).exchange().toString())
        .startsWith("service account " + OTHER_ACCOUNT + " (--test)");

    set(GarOptions.SERVICE_ACCOUNT_ANNOTATIONS, ANNOTATION);
    assertThat(plan(Map.of(ANNOTATION, ACCOUNT)).exchange().toString())
        .startsWith("service account " + ACCOUNT + " (annotation");
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "yes", "TRUE"})
  void anOperatorCanWantTheConsentOfTheServiceAccountsOwner(String refusal) {
    set(GarOptions.REQUIRE_ANNOTATION, "example.com/pull");

    assertThat(plan(Map.of("example.com/pull", "true")).exchange().toString()).contains(PROVIDER);
    assertFails(
        () -> plan(Map.of(ANNOTATION, ACCOUNT)),
        Kind.NO_IDENTITY,
        "no identity is named",
        "example.com/pull: \"true\"");
    assertFails(
        () -> plan(Map.of("example.com/pull", refusal)), Kind.NO_IDENTITY, "no identity is named");
  }

  @Test
  void tokensMayBeMeantForAnAudienceThatTheProviderAllows() {
    set(GarOptions.AUDIENCE, PROVIDER);
    set(GarOptions.TOKEN_AUDIENCE, "podpass");

    assertThat(plan(Map.of()).audiences()).containsExactly("podpass");
  }

  @Test
  void withoutATokenThePolicyDecides() {
    claims = Optional.empty();
    assertFails(() -> plan(Map.of()), Kind.NO_TOKEN, "kubelet sent no service account token");

    fallbacks = new FallbackPolicy(Fallback.NODE, Fallback.FAIL);
    PullPlan node = plan(Map.of(ANNOTATION, ACCOUNT));
    assertThat(node.exchange().steps().getFirst().endpoint())
        .hasToString(
            "http://169.254.169.254/computeMetadata/v1/instance/service-accounts/default/token");
    assertThat(node.audiences()).isEmpty();

    fallbacks = new FallbackPolicy(Fallback.ANONYMOUS, Fallback.FAIL);
    assertThat(plan(Map.of()).as()).isEqualTo(As.NOBODY);
  }

  @Test
  void leavesOutWhatIsNotServed() {
    set(GarOptions.AUDIENCE, PROVIDER);
    assertThat(profile().matchImages()).doesNotContain("marketplace.gcr.io");

    set(GarOptions.UNIVERSE_DOMAIN, "s3nsapis.fr");
    assertThat(profile().matchImages())
        .containsExactly("*-docker.s3nsregistry.fr", "docker.*.rep.s3nsregistry.fr");
  }

  @Test
  void asksForTheAudienceAndTheAnnotationsThatThePlanWants() {
    assertThatThrownBy(this::profile)
        .hasMessageContaining("audience")
        .hasMessageNotContaining("//");

    set(GarOptions.AUDIENCE, PROVIDER);
    set(GarOptions.REQUIRE_ANNOTATION, "example.com/pull");
    assertThat(profile().audience()).isEqualTo("https:" + PROVIDER);
    assertThat(profile().annotations())
        .containsExactly("iam.gke.io/gcp-service-account", "example.com/pull");

    set(GarOptions.TOKEN_AUDIENCE, "podpass");
    assertThat(profile().audience()).isEqualTo("podpass");

    set(GarOptions.AUDIENCE, "identitynamespace:p.svc.id.goog:https://issuer.example");
    assertThat(profile().annotations()).containsExactly("example.com/pull");
  }

  private Entry profile() {
    return provider.entry(settings);
  }

  @ParameterizedTest
  @CsvSource({
    "https://container.googleapis.com/v1/projects/p/locations/l/clusters/c, true",
    "https://container.googleapis.com.example, false",
    "p.svc.id.goog, false"
  })
  void knowsTheApiServersOfGke(String audience, boolean known) {
    assertThat(new GarCredentialProvider().isApiServer(audience, ProviderSettings.NONE))
        .isEqualTo(known);
  }
}
