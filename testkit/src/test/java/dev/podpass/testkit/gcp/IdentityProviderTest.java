// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import static dev.podpass.testkit.gcp.StsWire.assertRefused;
import static dev.podpass.testkit.gcp.StsWire.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.oidc.PodToken;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class IdentityProviderTest {
  @AutoClose private final FakeClouds clouds = FakeClouds.start();

  private final StsWire sts = new StsWire(clouds);

  IdentityProviderTest() {
    ExampleWorld.addTo(clouds);
  }

  @Test
  void takesTokensForTheProviderByEitherOfItsNames() throws IOException {
    assertThat(sts.post(form(sts.token().audience("https:" + ExampleWorld.GCP_PROVIDER))))
        .startsWith("HTTP/1.1 200 ");
    assertThat(sts.post(form(sts.token().audience("other", ExampleWorld.GCP_PROVIDER))))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aProvidersOwnAudiencesReplaceTheDefaultOnes() throws IOException {
    clouds.gcp().iam().put(provider().allowing("registry.example.com"));

    assertThat(sts.post(form(sts.token().audience("registry.example.com"))))
        .startsWith("HTTP/1.1 200 ");
    assertRefused(
        sts.post(sts.form()),
        "invalid_grant",
        "The audience in ID Token ["
            + ExampleWorld.GCP_PROVIDER
            + "] does not match the expected audience.");
  }

  @Test
  void aClusterOfAPoolIsAProviderToo() throws IOException {
    ClusterProvider cluster = ExampleWorld.gkeCluster(clouds.issuer().published());
    PodToken token = sts.token().audience(ExampleWorld.GKE_POOL);

    assertThat(cluster.name())
        .isEqualTo("identitynamespace:my-project.svc.id.goog:" + clouds.issuer().url());
    assertThat(sts.exchange(ExchangeForm.of(cluster.name(), token.mint())).principal())
        .isEqualTo(
            "principal://iam.googleapis.com/projects/987654321098/locations/global/workloadIdentityPools/my-project.svc.id.goog/subject/ns/team-a/sa/app");
    assertRefused(
        sts.post(ExchangeForm.of(cluster.name(), sts.token().mint())),
        "invalid_grant",
        "does not match the expected audience");
    assertRefused(
        sts.post(ExchangeForm.of(cluster.name(), token.claim("sub", "joe").mint())),
        "unauthorized_client",
        "Could not obtain a value for google.subject");
  }

  @Test
  void refusesWhomTheConditionRejects() throws IOException {
    var condition =
        new AttributeCondition(
            "assertion.sub.startsWith('system:serviceaccount:team-a:')",
            claims ->
                String.valueOf(claims.get("sub")).startsWith("system:serviceaccount:team-a:"));
    clouds.gcp().iam().put(provider().conditionedOn(condition));

    assertThat(sts.post(sts.form())).startsWith("HTTP/1.1 200 ");
    assertRefused(
        sts.post(form(sts.token().serviceAccount("team-b", "app"))),
        "unauthorized_client",
        "The given credential is rejected by the attribute condition.");
  }

  @Test
  void mapsTheSubject() throws IOException {
    clouds.gcp().iam().put(provider().mapping(SubjectMapping.ofClaim("jti")));

    assertThat(sts.exchange(form(sts.token().claim("jti", "one"))).principal())
        .endsWith("/workloadIdentityPools/clusters/subject/one");
    assertRefused(
        sts.post(form(sts.token().without("jti"))),
        "unauthorized_client",
        "Could not obtain a value for google.subject from the given credential.");
  }

  @Test
  void aSubjectHasARoomOf127Bytes() throws IOException {
    String longest = "a".repeat(127 - "system:serviceaccount:team-a:".length());

    assertThat(sts.post(form(sts.token().serviceAccount("team-a", longest))))
        .startsWith("HTTP/1.1 200 ");
    assertRefused(
        sts.post(form(sts.token().serviceAccount("team-a", longest + "a"))),
        "invalid_request",
        "The size of mapped attribute google.subject exceeds the 127 bytes limit.");
  }

  @Test
  void aPoolsProviderHasItsFullName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            PoolProvider.of("https:" + ExampleWorld.GCP_PROVIDER, clouds.issuer().published()))
        .withMessageContaining("not the full resource name of a provider: https:");
  }

  private PoolProvider provider() {
    return PoolProvider.of(ExampleWorld.GCP_PROVIDER, clouds.issuer().published());
  }
}
