// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.podpass.conformance.PullReport.Auth;
import dev.podpass.conformance.PullReport.Lookup;
import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.RegistryOptions;
import dev.podpass.testkit.exchange.IssuedLogin;
import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Registries that exchange the pod's token themselves, and those that take it as it is. */
class RegistriesIT extends KubeletFixture {
  private static final Map<String, String> IDENTITIES =
      Map.of(
          ExamplePulls.QUAY_ROBOT, ExampleWorld.QUAY_ROBOT,
          ExamplePulls.CHAINGUARD_IDENTITY, ExampleWorld.CHAINGUARD_IDENTITY,
          ExamplePulls.CLOUDSMITH_SERVICE, ExampleWorld.CLOUDSMITH_SERVICE);

  private static final String[] IMAGES = {
    ExampleWorld.QUAY_IMAGE,
    ExampleWorld.JFROG_IMAGE,
    ExampleWorld.CHAINGUARD_IMAGE,
    ExampleWorld.CLOUDSMITH_IMAGE,
    ExampleWorld.OWN_IMAGE
  };

  /** Each has options of its own, so each has a command of its own. */
  private static final Configuration EXCHANGES =
      Stream.of(IMAGES)
          .map(RegistryOptions::of)
          .map(options ->
              Configuration.of(
                  options[0].replace("--provider=", ""),
                  Arrays.copyOfRange(options, 1, options.length)))
          .reduce(Configuration::and)
          .orElseThrow();

  /** A second pod of the same service account runs no plugin: kubelet has the logins. */
  @Test
  void eachIssuesALoginForTheServiceAccount() {
    Manifest manifest =
        new Manifest().serviceAccount("app", IDENTITIES).pod("app", IMAGES).pod("app", IMAGES);

    PullReport report = node.pull(EXCHANGES, manifest);

    List<String> issued =
        node.clouds().exchanges().logins().stream().map(IssuedLogin::password).toList();
    assertThat(report.log()).isEmpty();
    assertThat(report.execs()).isEqualTo(IMAGES.length);
    assertThat(issued).hasSize(IMAGES.length);
    assertThat(report.lookups())
        .hasSize(2 * IMAGES.length)
        .allSatisfy(lookup -> assertThat(lookup.auth()).hasSize(1));
    assertThat(passwords(report)).isEqualTo(Set.copyOf(issued));
  }

  @Test
  void noneIssuesOneForAnotherServiceAccount() {
    Manifest manifest = new Manifest().serviceAccount("other", IDENTITIES).pod("other", IMAGES);

    PullReport report = node.pull(EXCHANGES, manifest);

    assertThat(report.errors()).isEqualTo(IMAGES.length);
    assertThat(report.lookups())
        .hasSize(IMAGES.length)
        .allSatisfy(lookup -> assertThat(lookup.auth()).isEmpty());
    assertThat(node.clouds().exchanges().logins()).isEmpty();
  }

  /** Kubelet asks for {@code nginx} by its whole name, and finds the login of {@code docker.io}. */
  @Test
  void aStoredPasswordIsTheLoginOfDockerHubAndOthers() {
    Configuration configuration =
        Configuration.of(
            "vault",
            Stream.of(RegistryOptions.of(ExampleWorld.STORED_IMAGE))
                .skip(1)
                .map(option -> option.replace("--registry=", "--registry=docker.io,"))
                .toArray(String[]::new));
    Manifest manifest =
        new Manifest()
            .serviceAccount("app", Map.of())
            .serviceAccount("other", Map.of())
            .pod("app", "nginx", ExampleWorld.STORED_IMAGE)
            .pod("app", "nginx:1")
            .pod("other", "nginx");

    PullReport report = node.pull(configuration, manifest);

    IssuedLogin stored = node.clouds().exchanges().vault().logins().getLast();
    assertThat(report.execs()).as("one for each registry and service account").isEqualTo(3);
    assertThat(report.lookups().stream().limit(3).toList())
        .allSatisfy(lookup ->
            assertThat(lookup.auth())
                .singleElement()
                .satisfies(login -> {
                  assertThat(login.username()).isEqualTo(stored.username());
                  assertThat(login.password()).isEqualTo(stored.password());
                }));
    assertThat(report.lookups().getLast().auth()).as("another service account").isEmpty();
  }

  /** Each pod has a token of its own, so kubelet must not give one pod's to another. */
  @Test
  void theTokenOfEachPodIsItsPasswordWhereTheRegistryTakesIt() throws ParseException {
    Configuration configuration =
        Configuration.of("passthrough", "--passthrough-registry=zot.example.com");
    Manifest manifest =
        new Manifest()
            .serviceAccount("app", Map.of())
            .pod("app", "zot.example.com/team-a/app", "zot.example.com/team-a/sidecar")
            .pod("app", "zot.example.com/team-a/app");

    PullReport report = node.pull(configuration, manifest);

    assertThat(report.execs()).as("one run for each pod").isEqualTo(2);
    assertThat(report.lookups()).hasSize(3);
    assertThat(passwords(report)).hasSize(2);
    for (Lookup lookup : report.lookups()) {
      Auth login = lookup.auth().getFirst();
      assertThat(login.username()).isEqualTo("jwt");
      var claims = SignedJWT.parse(login.password()).getJWTClaimsSet();
      assertThat(claims.getAudience()).containsExactly("zot.example.com");
      assertThat(claims.getSubject()).isEqualTo("system:serviceaccount:team-a:app");
    }
  }

  private static Set<String> passwords(PullReport report) {
    return report.lookups().stream()
        .map(lookup -> lookup.auth().getFirst().password())
        .collect(toSet());
  }
}
