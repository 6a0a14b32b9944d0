// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.ReceivedRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor on this machine, where something that is called kubelet really runs. */
class DoctorIT {
  private static final String API = "api.cluster.example";
  private static final String NODE_TOKEN = "planted-token-of-the-node";

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();

  @TempDir(factory = TrustedFolder.class)
  private Path folder;

  @BeforeEach
  void prepare() throws Exception {
    clouds.serve(API, DoctorIT::answer);
    Shell shell = Shell.in(folder, Map.of());
    Files.createDirectory(folder.resolve("bin"));
    Files.copy(folder.resolve("podpass"), folder.resolve("bin/podpass"));
    Files.createSymbolicLink(folder.resolve("bin/podpass-ecr"), Path.of("podpass"));
    Shell.Result config =
        shell.run("podpass config --providers=ecr --ecr-role-arn=" + ExampleWorld.ROLE);
    Files.writeString(folder.resolve("config.yaml"), config.printed());
    Files.writeString(
        folder.resolve("kubeconfig"),
        """
        current-context: here
        contexts: [{name: here, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: "https://%s", certificate-authority: ca.crt}}]
        users: [{name: u, user: {token: %s}}]
        """
            .formatted(API, NODE_TOKEN));
    Files.copy(clouds.caFile(), folder.resolve("ca.crt"));
  }

  @Test
  void tellsThatTheNodeIsWell() throws Exception {
    cloudsClockSays(Instant.now());

    Shell.Result result = diagnosis();

    assertThat(result.printed())
        .containsPattern("ok +kubelet +it runs: process [0-9]+ \\(kubelet\\)")
        .containsPattern("ok +--image-credential-provider-config +" + folder + "/config.yaml, from")
        .containsPattern("ok +configuration +.* is right for 1.35: podpass-ecr")
        .containsPattern("ok +plugin podpass-ecr ")
        .containsPattern("ok +proxy +kubelet's environment sets HTTPS_PROXY=http://127.0.0.1")
        .containsPattern("ok +endpoint sts.us-east-1.amazonaws.com +it answers over TLS")
        .containsPattern("ok +clock ")
        .containsPattern("ok +API server .* as system:node:node-1, version v1.35.1")
        .containsPattern("ok +RBAC for sts.amazonaws.com ")
        .doesNotContain("failed", NODE_TOKEN);
    assertThat(result.status()).isZero();
  }

  @Test
  void tellsEachFault() throws Exception {
    Files.setPosixFilePermissions(
        folder.resolve("bin/podpass"), PosixFilePermissions.fromString("rw-r--r--"));
    clouds.serve(API, request -> Answer.json(201, "{\"status\":{\"allowed\":false}}"));
    Files.writeString(
        folder.resolve("config.yaml"),
        Files.readString(folder.resolve("config.yaml")).replace("cacheType: ServiceAccount", ""));

    cloudsClockSays(Instant.now().minus(Duration.ofMinutes(5)));

    Shell.Result result = diagnosis();

    assertThat(result.printed())
        .containsPattern("failed +clock +it is 5 min off")
        .containsPattern("failed +configuration +.*podpass-ecr has no cacheType")
        .containsPattern("failed +plugin podpass-ecr +.* cannot be run")
        .containsPattern("failed +RBAC for sts.amazonaws.com ");
    assertThat(result.status()).isEqualTo(78);
  }

  private void cloudsClockSays(Instant time) {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    clouds.serve("sts.us-east-1.amazonaws.com", _ -> Answer.status(404).with("Date", date));
  }

  private Shell.Result diagnosis() throws Exception {
    Path kubelet = Files.copy(Path.of("/bin/sh"), folder.resolve("kubelet"));
    ProcessBuilder builder =
        new ProcessBuilder(
            kubelet.toString(),
            "-c",
            "echo; read line",
            "kubelet",
            "--image-credential-provider-config=" + folder.resolve("config.yaml"),
            "--image-credential-provider-bin-dir=" + folder.resolve("bin"),
            "--kubeconfig=" + folder.resolve("kubeconfig"));
    builder.environment().putAll(clouds.environment());
    Process process = builder.start();
    try {
      // Only then is it the program, and no longer the fork of this one.
      assertThat(process.getInputStream().read()).isEqualTo('\n');
      // With nothing of the fakes: kubelet's own environment is what counts.
      Shell.Result result = new Shell(folder, Map.of()).run("podpass doctor");
      assumeThat(result.printed()).contains("process " + process.pid() + " ");
      return result;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static Answer answer(ReceivedRequest request) {
    Map<String, String> answers =
        Map.of(
            "/apis/authentication.k8s.io/v1/selfsubjectreviews",
            "{\"status\":{\"userInfo\":{\"username\":\"system:node:node-1\"}}}",
            "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            "{\"status\":{\"allowed\":true}}",
            "/api/v1/nodes/node-1",
            "{\"status\":{\"nodeInfo\":{\"kubeletVersion\":\"v1.35.1\"}}}");
    return request.header("authorization").equals(Optional.of("Bearer " + NODE_TOKEN))
        ? Answer.json(200, answers.getOrDefault(request.path(), "{}"))
        : Answer.status(401);
  }
}
