// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.RegistryOptions;
import dev.podpass.testkit.exchange.FakeExchanges;
import dev.podpass.testkit.exchange.FakeVault.Engine;
import dev.podpass.testkit.exchange.Federation;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.Where;
import dev.podpass.testkit.oidc.PodToken;
import dev.podpass.testkit.oidc.Signing;
import dev.podpass.testkit.pki.CertificateKind;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a secret store refuses, in one request or in two, there is one line that says why. */
class SecretStoreIT {
  private static final String HOST = FakeExchanges.VAULT;
  private static final String LOGIN = "login at " + HOST + " as role ";
  private static final String READ = "read of the secret at " + HOST + " as role pull";
  private static final String ANY = " at " + HOST + " as role pull";
  private static final String FIELDS =
      "hint: correct --vault-secret, or set --vault-fields to the fields that it has";
  private static final URI ELSEWHERE = URI.create("https://elsewhere.example.com/v1/x");

  @RegisterExtension private static final SharedClouds SHARED = new SharedClouds();

  private final FakeClouds clouds = SHARED.clouds();
  private final BuiltProgram podpass = new BuiltProgram(clouds);

  @BeforeAll
  static void store() {
    var vault = SHARED.clouds().exchanges().vault();
    var issuer = SHARED.clouds().issuer().published();
    vault.role("narrow", new Federation(issuer, "system:serviceaccount:team-b:*", HOST), 60);
    vault.store("shared/deleted", Engine.DELETED, "robot");
    vault.storeDockerConfig("shared/config", "registry.example.com", "robot");
  }

  /** The 403 of a wrong mount and of a policy differ by the step alone. */
  static Stream<Arguments> rows() {
    return Stream.of(
            row("another's secret", 77, READ, "let a policy of the role pull read secret/x")
                .with("--vault-secret=secret/x"),
            row("role", 78, LOGIN, "create the role nobody, or correct --vault-role")
                .with("--vault-role=nobody"),
            row("subject", 77, LOGIN, "match system:serviceaccount:team-a:app: podpass trust vault")
                .with("--vault-role=narrow"),
            row("mount", 78, LOGIN, "enable the JWT auth method at this path, or correct")
                .with("--vault-mount=other"),
            row("namespace", 78, ANY, "correct --vault-namespace").with("--vault-namespace=other"),
            row("no secret", 78, READ, "write the secret shared/none, or correct --vault-secret")
                .with("--vault-secret=shared/none"),
            row("deleted version", 78, READ, "write the secret shared/deleted")
                .with("--vault-secret=shared/deleted"),
            row("no user", 78, "it has no user", FIELDS).with("--vault-fields=user,password"),
            row("no password", 78, "it has no value", FIELDS)
                .with("--vault-fields=username,/value"),
            row("other registry", 78, "its auths do not contain ghcr.io", FIELDS)
                .with("--vault-secret=shared/config", "--vault-fields=.dockerconfigjson"),
            row("audience", 78, LOGIN, "add the audience other.example to bound_audiences")
                .token(token -> token.audience("other.example"))
                .with("--token-audience=other.example"),
            row("another's token", 78, "has the audience other.example")
                .token(token -> token.audience("other.example")),
            row("key", 78, LOGIN, "set the cluster's issuer in the JWT auth method")
                .token(token -> token.signed(Signing.WRONG_KEY)),
            row("expired", 77, "expired at").token(token -> token.issuedAt(Instant.EPOCH)),
            answer(400, "invalid expiration time (exp) claim: token is expired", 77, "clocks of"),
            answer(503, "Vault is sealed", 69, "hint: unseal the server"),
            answer(429, "rate limit quota exceeded", 75, HOST + " throttles requests"),
            row("standby", 69, "redirect (HTTP 307)").fault(Faults.redirect(307, ELSEWHERE)),
            row("no JSON", 69, "an answer that cannot be used").fault(Faults.garbage()),
            row("CA", 78, "its certificate is not trusted by")
                .fault(Faults.certificate(CertificateKind.UNKNOWN_AUTHORITY)),
            row("slow", 75, "no answer within the deadline of 2 s")
                .fault(Faults.hang())
                .with("--deadline=2s"))
        .map(row -> argumentSet(row.name, row));
  }

  /** What differs from a good pull, and what is said of it. */
  record Row(
      String name,
      int status,
      List<String> because,
      UnaryOperator<PodToken> token,
      Optional<Fault> fault,
      List<String> options) {
    Row token(UnaryOperator<PodToken> change) {
      return new Row(name, status, because, change, fault, options);
    }

    Row fault(Fault other) {
      return new Row(name, status, because, token, Optional.of(other), options);
    }

    Row with(String... more) {
      return new Row(name, status, because, token, fault, List.of(more));
    }
  }

  private static Row row(String name, int status, String... because) {
    return new Row(name, status, List.of(because), token -> token, Optional.empty(), List.of());
  }

  /** An answer of OpenBao's, which has the header where an inline login failed. */
  private static Row answer(int http, String error, int status, String because) {
    Answer answer = Answer.json(http, "{\"errors\":[\"" + error + "\"]}");
    return row(error, status, error, because)
        .fault(
            Faults.instead(
                http == 400 ? answer.with("X-Vault-Inline-Auth-Failed", "true") : answer));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void eachRefusalSaysWhatToDo(Row row) {
    for (String inline : List.of("false", "true")) {
      row.fault().ifPresent(fault -> clouds.misbehave(Where.host(HOST), fault, Integer.MAX_VALUE));
      PluginRequest request =
          PluginRequest.forImage(ExampleWorld.STORED_IMAGE)
              .token(row.token().apply(clouds.issuer().token().audience(HOST)).mint());
      Stream<String> usual =
          Arrays.stream(RegistryOptions.of(request.image()))
              .filter(option -> row.options().stream().noneMatch(its -> sameName(its, option)));
      String[] options =
          Stream.of(usual, row.options().stream(), Stream.of("--vault-inline=" + inline))
              .flatMap(it -> it)
              .toArray(String[]::new);

      Contract.assertFails(
          clouds,
          podpass.run(request, options),
          row.status(),
          row.because().toArray(String[]::new));

      assertThat(clouds.received().requestsTo(ELSEWHERE.getHost())).isEmpty();
    }
  }

  private static boolean sameName(String one, String other) {
    return one.split("=", 2)[0].equals(other.split("=", 2)[0]);
  }
}
