// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.BindingServer;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Shell;
import dev.podpass.testkit.net.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The doctor on a node where kubelet runs, and finds the clouds by its environment. */
class DoctorIT extends OnMadeUpNode {
  @AutoClose private final FakeClouds clouds = ExampleWorld.start();

  @BeforeEach
  void prepare() throws IOException {
    Files.copy(clouds.caFile(), node.place("/etc/ca.pem"));
    StringBuilder variables = new StringBuilder();
    environment()
        .forEach((name, value) -> variables.append("export %s='%s'\n".formatted(name, value)));
    node.write("/srv/before-start", variables.toString());
    node.write("/srv/flags", "--hostname-override=node-1");
    Files.copy(node.place("/srv/bin/podpass"), node.place(MadeUpNode.BIN + "/podpass"));
    configure("--providers=ecr", "--ecr-role-arn=" + ExampleWorld.ROLE);
  }

  /** Kubelet's. */
  private Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>(clouds.environment());
    environment.put("SSL_CERT_FILE", "/etc/ca.pem");
    return environment;
  }

  /** Has kubelet run podpass with these options of {@code podpass config}. */
  private void configure(String... options) throws IOException {
    Shell.Result config = node.shell().run("podpass config " + String.join(" ", options));
    assertThat(config.status()).as(config.printed()).isZero();
    node.write(MadeUpNode.CONFIG, config.printed());
    for (String entry : config.printed().split("- name: ", -1)) {
      Path program = node.place(MadeUpNode.BIN + "/" + entry.split("\n", 2)[0]);
      if (entry.startsWith("podpass-") && !Files.exists(program)) {
        Files.createSymbolicLink(program, Path.of("podpass"));
      }
    }
    assertThat(node.shell().run("restart-kubelet").status()).isZero();
  }

  private Shell.Result diagnosis(String... options) {
    return node.shell().run("in-node podpass doctor " + String.join(" ", options));
  }

  @Tag("smoke")
  @Test
  void tellsThatTheNodeIsWell() throws Exception {
    cloudsClockSays(Instant.now());

    Shell.Result result = diagnosis();

    assertThat(result.printed())
        .containsPattern("ok +kubelet +it runs: process [0-9]+ \\(kubelet\\)")
        .containsPattern("ok +--image-credential-provider-config +" + MadeUpNode.CONFIG + ", from")
        .containsPattern("ok +configuration +.* is right: podpass-ecr")
        .containsPattern("ok +plugin podpass-ecr ")
        .containsPattern("ok +write access +no other user can change what kubelet runs")
        .containsPattern("ok +proxy +kubelet's environment sets HTTPS_PROXY=http://127.0.0.1")
        .containsPattern("ok +endpoint sts.us-east-1.amazonaws.com +it answers over TLS")
        .containsPattern("ok +clock ")
        .containsPattern(
            "skipped +RBAC for sts.amazonaws.com .*kubectl auth can-i"
                + " request-serviceaccounts-token-audience 'sts.amazonaws.com' -A"
                + " --as=system:node:node-1 ")
        .doesNotContain("failed");
    assertThat(result.status()).isZero();
  }

  @Test
  void triesTheEndpointOfIdentityBindings() throws Exception {
    BindingServer server = BindingServer.in(clouds);
    Files.copy(server.caFile(), node.place("/etc/cluster.pem"));
    bind(server, "/etc/cluster.pem");

    assertThat(diagnosis().printed())
        .containsPattern(
            "ok +endpoint %s on 127.0.0.1 +it answers over TLS".formatted(BindingServer.NAME))
        .containsPattern("skipped +RBAC for api://AKSIdentityBinding .*SubjectAccessReview");

    bind(server, "/etc/ca.pem");

    assertThat(diagnosis().printed())
        .containsPattern(
            "failed +endpoint %s on 127.0.0.1 +.*is not trusted by /etc/ca.pem"
                .formatted(BindingServer.NAME))
        .contains("compare --acr-identity-binding-sni and --acr-identity-binding-server");
  }

  private void bind(BindingServer server, String authority) throws IOException {
    configure(
        "--providers=acr",
        "--acr-identity-binding-sni=" + BindingServer.NAME,
        "--acr-identity-binding-server=" + server.address(),
        "--acr-identity-binding-ca=" + authority);
  }

  /** Each of the registries that exchange or take the pod's token, and where it does. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quay|--exchange-identity=team+puller|ok +endpoint quay.io +it answers over TLS",
        "exchange|--registry=registry.example --exchange-url=https://tokens.example/x"
            + " --exchange-username=p|ok +endpoint tokens.example +it answers over TLS",
        "passthrough|--passthrough-registry=zot.example:8443|ok +endpoints for"
            + " zot.example:8443/podpass/doctor +podpass sends no request for it"
      })
  void triesTheExchangeOfARegistry(String provider, String options, String line) throws Exception {
    List.of("quay.io", "tokens.example")
        .forEach(host -> clouds.serve(host, _ -> Answer.status(404)));
    configure("--providers=" + provider, options == null ? "" : options);

    Shell.Result result = diagnosis();

    assertThat(result.printed())
        .containsPattern(line)
        .containsPattern("ok +configuration +.* is right: podpass-" + provider)
        .containsPattern("ok +plugin podpass-" + provider + " ")
        .doesNotContain("failed");
    assertThat(result.status()).isZero();
  }

  @Test
  void tellsEachFault() throws Exception {
    Files.setPosixFilePermissions(
        node.place(MadeUpNode.BIN + "/podpass"), PosixFilePermissions.fromString("rw-r--r--"));
    node.write(
        MadeUpNode.CONFIG, node.read(MadeUpNode.CONFIG).replace("cacheType: ServiceAccount", ""));
    cloudsClockSays(Instant.now().minus(Duration.ofMinutes(5)));

    Shell.Result result = diagnosis();

    assertThat(result.printed())
        .containsPattern("failed +clock +it is 5 min off")
        .containsPattern("failed +configuration +.*podpass-ecr has no cacheType")
        .containsPattern("failed +plugin podpass-ecr +.* cannot be run");
    assertThat(result.status()).isEqualTo(78);
  }

  @Test
  void aNamedImageThatCannotBePulledIsAFault() throws Exception {
    Shell.Result result =
        diagnosis(
            "--image=" + ExampleWorld.IMAGE, "--annotation=eks.amazonaws.com/ecr-role-arn=no-arn");

    assertThat(result.printed())
        .containsPattern("failed +endpoints for " + ExampleWorld.IMAGE + " .*no-arn");
    assertThat(result.status()).isEqualTo(78);
  }

  /** Of the registries of the entry; the status of each is that of the pull. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--providers=quay|--image=quay.io/team/app"
            + " --annotation=podpass.dev/quay-robot=no-plus|no-plus",
        "--providers=ecr"
            + " --ecr-role-arn=arn:aws:iam::123456789012:role/r|--image=1234.dkr.ecr.eu-west-1.amazonaws.com/a|1234.dkr.ecr",
        "--providers=cloudsmith --exchange-fields=organization=o|--image=docker.cloudsmith.io/a/b/c"
            + " --annotation=podpass.dev/cloudsmith-service=a+b|a+b"
      })
  void aNamedImageThatIsRefusedIsAFault(String config, String options, String reason)
      throws Exception {
    configure(config.split(" "));

    Shell.Result result = diagnosis(options);

    assertThat(result.printed())
        .containsPattern("failed +endpoints for ")
        .contains(reason)
        .doesNotContain("no image given");
    assertThat(result.status()).isEqualTo(78);
  }

  @Test
  void keysThatTheCloudDoesNotAcceptAreAFault() throws IOException {
    node.write(
        "/etc/jwks.json",
        "{\"keys\":[{\"kty\":\"RSA\",\"alg\":\"PS256\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}");
    configure(
        "--providers=ecr", "--ecr-role-arn=" + ExampleWorld.ROLE, "--token-jwks=/etc/jwks.json");

    Shell.Result result = diagnosis();

    assertThat(result.printed())
        .containsPattern(
            "failed +signatures +keys in /etc/jwks.json sign with PS256; the cloud accepts only")
        .contains("hint: give the API server a key of such an algorithm");
    assertThat(result.status()).isEqualTo(78);
  }

  /** The roots of AWS STS, Entra ID and OpenBao redirect; a cache keeps the date of an answer. */
  @Test
  void anyAnswerOverTlsIsOneAndOneForAHostIsEnough() throws Exception {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().minusSeconds(7200).atOffset(ZoneOffset.UTC));
    clouds.serve(
        "myregistry.azurecr.io",
        _ -> Answer.status(307).with("Location", "/ui/").with("Date", date).with("Age", "7200"));
    configure(
        "--providers=acr",
        "--acr-client-id=" + ExampleWorld.AZURE_CLIENT_ID,
        "--acr-tenant-id=" + ExampleWorld.AZURE_TENANT);

    Shell.Result result = diagnosis("--image=myregistry.azurecr.io/app");

    assertThat(result.printed())
        .containsPattern("ok +endpoint myregistry.azurecr.io +it answers over TLS.*HTTP 307")
        .containsPattern("ok +clock ")
        .containsOnlyOnce("endpoint myregistry.azurecr.io");
    assertThat(result.status()).as(result.printed()).isZero();
  }

  @Test
  void knowsNothingOfAnImageWithoutAConfiguration() {
    node.stopKubelet();

    Shell.Result result = diagnosis("--image=" + ExampleWorld.IMAGE);

    assertThat(result.printed())
        .contains("kubelet's flags were not found")
        .containsPattern("skipped +endpoints +no entry of podpass is known")
        .doesNotContain("no entry of podpass serves it");
    assertThat(result.status()).isEqualTo(69);
  }

  /** Another user's, or root's that others may change: its flags name a file of root's alone. */
  @ParameterizedTest
  @CsvSource({
    "setpriv --reuid=54321 --regid=54321 --clear-groups /usr/bin/kubelet, runs as user 54321",
    "/opt/open/kubelet, others may change /"
  })
  void aPretendedKubeletGetsNothing(String program, String reason) throws IOException {
    String secret = "planted-secret-of-root";
    node.stopKubelet();
    node.write("/etc/secret", secret);
    Shell.Result prepared =
        node.shell()
            .run(
                "chmod 600 node/etc/secret; mkdir -m 777 node/opt/open; cp node/srv/bin/kubelet"
                    + " node/opt/open");
    assertThat(prepared.status()).as(prepared.printed()).isZero();
    String variables =
        environment().entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(" "));
    node.runKubelet(
        "env " + variables + " " + program,
        "--image-credential-provider-config=/etc/secret --image-credential-provider-bin-dir=/opt");

    Shell.Result result = diagnosis("|| true");

    assertThat(result.printed())
        .containsPattern("warning +kubelet +process [0-9]+ calls itself kubelet, but " + reason)
        .doesNotContain(secret, "from process ");
    assertThat(clouds.received().proxyRequests()).isEmpty();
    assertThat(clouds.received().requests()).isEmpty();
  }

  private void cloudsClockSays(Instant time) {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    clouds.serve("sts.us-east-1.amazonaws.com", _ -> Answer.status(404).with("Date", date));
  }
}
