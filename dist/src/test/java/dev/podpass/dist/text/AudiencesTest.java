// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.pull.Providers;
import dev.podpass.spi.RegistryCredentialProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No registry is handed a token whose audience another service takes too. */
class AudiencesTest {
  private static final String POOL =
      "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/eks1";

  /** Command lines of each provider, by which its plans have the audiences of its own. */
  private static final Map<String, List<String>> OPTIONS =
      Map.ofEntries(
          entry("ecr", List.of("")),
          entry("alibaba", List.of("")),
          entry(
              "gar",
              List.of(
                  "--gar-audience=" + POOL,
                  "--gar-audience=" + POOL.replace("googleapis.com", "s3nsapis.fr"),
                  "--gar-audience=identitynamespace:project.svc.id.goog:https://issuer.example.com")),
          entry(
              "acr",
              List.of(
                  "",
                  "--acr-cloud=us-government",
                  "--acr-cloud=china",
                  "--acr-identity-binding-sni=a.example --acr-identity-binding-server=10.0.0.1")),
          entry("quay", List.of("")),
          entry("chainguard", List.of("")),
          entry("cloudsmith", List.of("--exchange-fields=organization=org")),
          // Their audiences are the operator's: the host that an option names. The last is of docs.
          entry("jfrog", List.of()),
          entry("exchange", List.of()),
          entry("passthrough", List.of()),
          entry("vault", List.of()),
          entry("podtoken", List.of()));

  /** What the exchange providers need besides the audience. */
  private static final Map<String, String> EXCHANGES =
      Map.of(
          "quay",
          "--exchange-identity=org+robot",
          "jfrog",
          "--registry=a.example --exchange-fields=provider_name=cluster-1",
          "chainguard",
          "--exchange-identity=0a1b2c3d4e5f60718293a4b5c6d7e8f901234567/0123456789abcdef",
          "cloudsmith",
          "--exchange-fields=organization=org --exchange-identity=puller",
          "passthrough",
          "--passthrough-registry=a.example",
          "vault",
          "--registry=a.example --vault-url=https://a.example:8200 --vault-role=a --vault-secret=a",
          "exchange",
          "--registry=a.example --exchange-url=https://a.example --exchange-username=a");

  private static Stream<Arguments> audiencesOfProviders() {
    return OPTIONS.entrySet().stream()
        .flatMap(provider ->
            provider.getValue().stream()
                .map(options ->
                    Arguments.of(provider.getKey(), audience(provider.getKey(), options))));
  }

  private static String audience(String provider, String options) {
    ProgramRun config = run("config --providers=" + provider + " " + options);
    assertThat(config.failure()).isEmpty();
    return config
        .out()
        .lines()
        .filter(line -> line.contains("serviceAccountTokenAudience: "))
        .map(line -> line.replaceAll(".*: |['\"]", ""))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyProviderIsWalked() {
    assertThat(Providers.found())
        .extracting(RegistryCredentialProvider::id)
        .containsExactlyInAnyOrderElementsOf(OPTIONS.keySet());
  }

  @ParameterizedTest
  @MethodSource("audiencesOfProviders")
  void anAudienceOfAProviderIsRefusedByEveryExchange(String owner, String audience) {
    for (String other : EXCHANGES.keySet()) {
      if (!other.equals(owner)) {
        assertRefused("config", other, audience, "is that of the provider " + owner);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rbac", "lint"})
  void everyCommandRefusesIt(String command) {
    for (String exchange : EXCHANGES.keySet()) {
      assertRefused(command, exchange, "sts.amazonaws.com", "is that of the provider ecr");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"passthrough", "exchange"})
  void anAudienceWithoutTheRegistrysHostMustBeAllowed(String provider) {
    String command =
        "config --providers=%s %s --token-audience=".formatted(provider, EXCHANGES.get(provider));

    ProgramRun refused = run(command + "pull");
    assertThat(refused.status()).isEqualTo(78);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("hint: set an audience", "--allow-audience=pull");
    assertThat(run(command + "https://a.example/pull").status()).isZero();
    assertThat(run(command + "pull --allow-audience=other,pull").out())
        .contains("serviceAccountTokenAudience: pull", "--allow-audience=other,pull");
    assertThat(run(command + "sts.amazonaws.com --allow-audience=sts.amazonaws.com").err())
        .contains("is that of the provider ecr");
  }

  private static void assertRefused(
      String command, String provider, String audience, String owner) {
    String options = "%s --token-audience=%s".formatted(EXCHANGES.get(provider), audience);
    ProgramRun refused =
        command.equals("lint")
            ? lint(provider, audience, options)
            : run(command + " --providers=" + provider + " " + options);

    assertThat(refused.status()).as(audience).isEqualTo(78);
    assertThat(refused.out() + refused.err())
        .contains(
            "the audience %s of the provider %s by --token-audience is that of"
                .formatted(audience, provider),
            owner);
    if (!command.equals("lint")) {
      assertThat(refused.out()).isEmpty();
    }
  }

  private static ProgramRun lint(String provider, String audience, String options) {
    String host =
        Map.of("quay", "quay.io", "chainguard", "cgr.dev", "cloudsmith", "docker.cloudsmith.io")
            .getOrDefault(provider, "a.example");
    List<String> args = new ArrayList<>(List.of("--provider=" + provider));
    for (String option : options.split(" ", -1)) {
      args.add("\"" + option + "\"");
    }
    return ProgramRun.withInput(
        """
        apiVersion: kubelet.config.k8s.io/v1
        kind: CredentialProviderConfig
        providers:
        - name: podpass
          apiVersion: credentialprovider.kubelet.k8s.io/v1
          matchImages: ["%s"]
          defaultCacheDuration: 0s
          args: [%s]
          tokenAttributes:
            serviceAccountTokenAudience: "%s"
            cacheType: Token
            requireServiceAccount: true
        """
            .formatted(host, String.join(", ", args), audience),
        "config",
        "lint",
        "-");
  }

  private static ProgramRun run(String command) {
    return ProgramRun.of(command.strip().split(" +", -1));
  }
}
