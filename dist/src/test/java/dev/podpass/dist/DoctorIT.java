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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The doctor on this machine, where something that is called kubelet really runs. */
class DoctorIT {
  @AutoClose private final FakeClouds clouds = ExampleWorld.start();

  @TempDir(factory = TrustedFolder.class)
  private Path folder;

  private NodeWithKubelet node;

  @BeforeEach
  void prepare() throws Exception {
    node = NodeWithKubelet.prepare(clouds, folder);
  }

  @Tag("smoke")
  @Test
  void tellsThatTheNodeIsWell() throws Exception {
    cloudsClockSays(Instant.now());

    Shell.Result result = node.diagnosis();

    assertThat(result.printed())
        .containsPattern("ok +kubelet +it runs: process [0-9]+ \\(kubelet\\)")
        .containsPattern("ok +--image-credential-provider-config +" + folder + "/config.yaml, from")
        .containsPattern("ok +configuration +.* is right: podpass-ecr")
        .containsPattern("ok +plugin podpass-ecr ")
        .containsPattern("ok +write access +no other user can change what kubelet runs")
        .containsPattern("ok +proxy +kubelet's environment sets HTTPS_PROXY=http://127.0.0.1")
        .containsPattern("ok +endpoint sts.us-east-1.amazonaws.com +it answers over TLS")
        .containsPattern("ok +clock ")
        .containsPattern(
            "skipped +RBAC for sts.amazonaws.com .*kubectl auth can-i request-serviceaccounts-token-audience"
                + " 'sts.amazonaws.com' -A --as=system:node:node-1 ")
        .doesNotContain("failed");
    assertThat(result.status()).isZero();
  }

  @Test
  void triesTheEndpointOfIdentityBindings() throws Exception {
    BindingServer server = BindingServer.in(clouds);
    bind(server, server.caFile());

    assertThat(node.diagnosis().printed())
        .containsPattern(
            "ok +endpoint %s on 127.0.0.1 +it answers over TLS".formatted(BindingServer.NAME))
        .containsPattern("skipped +RBAC for api://AKSIdentityBinding .*SubjectAccessReview");

    bind(server, clouds.caFile());

    assertThat(node.diagnosis().printed())
        .containsPattern(
            "failed +endpoint %s on 127.0.0.1 +.*is not trusted by %s"
                .formatted(BindingServer.NAME, clouds.caFile()))
        .contains("compare --acr-identity-binding-sni and --acr-identity-binding-server");
  }

  private void bind(BindingServer server, Path authority) throws IOException {
    node.configure(
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
        "exchange|--registry=registry.example --exchange-url=https://tokens.example/x --exchange-username=p|ok +endpoint tokens.example +it answers over TLS",
        "passthrough|--passthrough-registry=zot.example:8443|ok +endpoints for zot.example:8443/podpass/doctor +podpass sends no request for it"
      })
  void triesTheExchangeOfARegistry(String provider, String options, String line) throws Exception {
    List.of("quay.io", "tokens.example")
        .forEach(host -> clouds.serve(host, _ -> Answer.status(404)));
    node.configure("--providers=" + provider, options == null ? "" : options);

    Shell.Result result = node.diagnosis();

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
        folder.resolve("bin/podpass"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(
        folder.resolve("config.yaml"),
        Files.readString(folder.resolve("config.yaml")).replace("cacheType: ServiceAccount", ""));

    cloudsClockSays(Instant.now().minus(Duration.ofMinutes(5)));

    Shell.Result result = node.diagnosis();

    assertThat(result.printed())
        .containsPattern("failed +clock +it is 5 min off")
        .containsPattern("failed +configuration +.*podpass-ecr has no cacheType")
        .containsPattern("failed +plugin podpass-ecr +.* cannot be run");
    assertThat(result.status()).isEqualTo(78);
  }

  @Test
  void aNamedImageThatCannotBePulledIsAFault() throws Exception {
    Shell.Result result =
        node.diagnosis(
            "--image=" + ExampleWorld.IMAGE, "--annotation=eks.amazonaws.com/ecr-role-arn=no-arn");

    assertThat(result.printed())
        .containsPattern("failed +endpoints for " + ExampleWorld.IMAGE + " .*no-arn");
    assertThat(result.status()).isEqualTo(78);
  }

  private void cloudsClockSays(Instant time) {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    clouds.serve("sts.us-east-1.amazonaws.com", _ -> Answer.status(404).with("Date", date));
  }
}
