// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.aws.Session;
import dev.podpass.testkit.aws.StsFaults;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.oidc.PodToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The docker credential helper, as clients in a pod run it. */
class DockerHelperIT {
  private static final String NAME = "docker-credential-podpass";
  private static final String ECR_REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
  private static final String NOT_FOUND = "credentials not found in native keychain\n";

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  private Path tokens;
  private BuiltProgram podpass;

  /** A pod with a token for each cloud, and an identity by variables. */
  @BeforeEach
  void project() throws IOException {
    tokens = Files.createDirectory(clouds.directory().resolve("tokens"));
    PodToken token = clouds.issuer().token();
    Files.writeString(tokens.resolve("aws"), token.mint());
    Files.writeString(tokens.resolve("gcp"), token.audience(ExampleWorld.GCP_PROVIDER).mint());
    Files.writeString(tokens.resolve("azure"), token.audience(ExampleWorld.AZURE_AUDIENCE).mint());
    Files.writeString(
        tokens.resolve("alibaba"), token.audience(ExampleWorld.ALIBABA_AUDIENCE).mint());
    podpass =
        new BuiltProgram(clouds)
            .with("PODPASS_TOKEN_FILE", tokens.toString())
            .with("PODPASS_ECR_ROLE_ARN", ExampleWorld.ROLE)
            .with("PODPASS_GAR_AUDIENCE", ExampleWorld.GCP_PROVIDER)
            .with("PODPASS_GAR_SERVICE_ACCOUNT", ExampleWorld.GCP_SERVICE_ACCOUNT)
            .with("PODPASS_ACR_CLIENT_ID", ExampleWorld.AZURE_CLIENT_ID)
            .with("PODPASS_ACR_TENANT_ID", ExampleWorld.AZURE_TENANT);
  }

  @Tag("smoke")
  @ParameterizedTest
  @ValueSource(strings = {ECR_REGISTRY, "https://" + ECR_REGISTRY + "/v1/"})
  void exchangesThePodsTokenForAPasswordOfEcr(String server) {
    JsonNode answer = granted(get(podpass, server));

    assertThat(answer.at("/ServerURL").asText()).isEqualTo(server);
    assertThat(answer.at("/Username").asText()).isEqualTo("AWS");
    assertThat(clouds.aws().password(answer.at("/Secret").asText())).isPresent();
  }

  @Test
  void choosesTheTokenOfTheRegistrysCloud() {
    String google = granted(get(podpass, "us-docker.pkg.dev")).at("/Secret").asText();
    String azure = granted(get(podpass, ExampleWorld.ACR_REGISTRY)).at("/Secret").asText();

    assertThat(clouds.gcp().tokens()).anyMatch(token -> token.value().equals(google));
    assertThat(clouds.azure().refreshToken(azure)).isPresent();
  }

  @Test
  void usesWhatCloudsWebhooksSetOnlyIfItIsAllowed() {
    BuiltProgram pod =
        new BuiltProgram(clouds)
            .with("AWS_ROLE_ARN", ExampleWorld.ROLE)
            .with("AWS_WEB_IDENTITY_TOKEN_FILE", tokens.resolve("aws").toString())
            .with("AZURE_CLIENT_ID", ExampleWorld.AZURE_CLIENT_ID)
            .with("AZURE_TENANT_ID", ExampleWorld.AZURE_TENANT)
            .with("AZURE_FEDERATED_TOKEN_FILE", tokens.resolve("azure").toString())
            .with("ALIBABA_CLOUD_ROLE_ARN", ExampleWorld.ALIBABA_ROLE)
            .with("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", ExampleWorld.ALIBABA_PROVIDER)
            .with("ALIBABA_CLOUD_OIDC_TOKEN_FILE", tokens.resolve("alibaba").toString());

    assertFails(get(pod, ECR_REGISTRY), 78, "there is no service account token for podpass in ");
    BuiltProgram allowed = pod.with("PODPASS_CLOUD_VARIABLES", "true");
    granted(get(allowed, ECR_REGISTRY));
    granted(get(allowed, ExampleWorld.ACR_REGISTRY));
    granted(get(allowed, "registry.cn-hangzhou.aliyuncs.com"));
  }

  @Test
  void letsClientsGoOnWithoutACredentialForOtherRegistries() {
    for (String server :
        List.of("https://index.docker.io/v1/", "registry.k8s.io", ECR_REGISTRY + "/team-a/app")) {
      PluginRun run = get(podpass, server);

      assertThat(output(run)).isEqualTo(NOT_FOUND);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.stderr()).isEmpty();
    }
    assertThat(clouds.received().requests()).isEmpty();
  }

  @Test
  void saysWhatTheCloudSaidWhereClientsLook() {
    clouds.misbehave("sts.us-east-1.amazonaws.com", StsFaults.accessDenied(), 9);

    assertFails(get(podpass, ECR_REGISTRY), 77, "AccessDenied");
  }

  @Test
  void refusesAPodWithoutAnIdentity() {
    assertFails(
        get(podpass, "registry.cn-hangzhou.aliyuncs.com"), 78, "no identity", "--alibaba-role-arn");
  }

  @Test
  void doesNotNarrowACredentialToAnImage() {
    assertFails(
        get(podpass.with("PODPASS_ECR_SESSION_POLICY", "repository"), ECR_REGISTRY),
        78,
        "--ecr-session-policy=repository needs an image",
        "set --ecr-session-policy=registry");
  }

  @Test
  void allowsPushesToTheNamedRepositoriesOfEcrAlone() {
    clouds.aws().iam().put(ExampleWorld.role(clouds.issuer().url()).allowing("ecr:*"));
    String repositories = "arn:aws:ecr:us-east-1:123456789012:repository/";

    granted(get(podpass, ECR_REGISTRY));
    granted(
        get(
            podpass
                .with("PODPASS_ALLOW_PUSH", "true")
                .with("PODPASS_PUSH_REPOSITORY", "team-a/app,tools/*"),
            ECR_REGISTRY));

    Session pulls = clouds.aws().sessions().getFirst();
    Session pushes = clouds.aws().sessions().getLast();
    assertThat(pulls.allows("ecr:PutImage", repositories + "team-a/app")).isFalse();
    assertThat(pushes.allows("ecr:PutImage", repositories + "team-a/app")).isTrue();
    assertThat(pushes.allows("ecr:InitiateLayerUpload", repositories + "tools/x")).isTrue();
    assertThat(pushes.allows("ecr:PutImage", repositories + "team-b/app")).isFalse();
    assertThat(pushes.allows("ecr:BatchGetImage", repositories + "team-b/app")).isTrue();
    assertThat(pushes.allows("ecr:DeleteRepository", repositories + "team-a/app")).isFalse();
  }

  @Test
  void requiresBothOptionsForPushes() {
    String because = "--allow-push and --push-repository are given together or not at all";

    assertFails(get(podpass.with("PODPASS_ALLOW_PUSH", "true"), ECR_REGISTRY), 64, because);
    assertFails(
        get(podpass.with("PODPASS_PUSH_REPOSITORY", "team-a/app"), ECR_REGISTRY), 64, because);
    assertFails(
        get(
            podpass.with("PODPASS_ALLOW_PUSH", "true").with("PODPASS_PUSH_REPOSITORY", "*"),
            ECR_REGISTRY),
        64,
        "PODPASS_PUSH_REPOSITORY");
  }

  @Test
  void kubeletsPluginNeverPushes() {
    PluginRequest request = ExamplePulls.ecr(clouds.issuer().token());
    BuiltProgram pushing =
        podpass.with("PODPASS_ALLOW_PUSH", "true").with("PODPASS_PUSH_REPOSITORY", "team-a/app");
    clouds.aws().iam().put(ExampleWorld.role(clouds.issuer().url()).allowing("ecr:*"));

    Contract.assertFails(
        clouds,
        podpass.run(request, "--allow-push", "--push-repository=team-a/app"),
        64,
        "--allow-push is an option of docker-credential-podpass");
    assertThat(pushing.run(request).exitCode()).isZero();
    assertThat(clouds.aws().sessions().getLast().policy().orElseThrow().text())
        .doesNotContain("PutImage");
  }

  @Test
  void sharesAnswersInADirectoryThatIsNamed() throws IOException {
    try (MemoryDirectory directory = MemoryDirectory.create()) {
      BuiltProgram shared =
          podpass
              .with("PODPASS_CACHE", "on")
              .with("PODPASS_CACHE_DIR", directory.path().resolve("answers").toString());

      granted(get(shared, ECR_REGISTRY));
      granted(get(shared, ECR_REGISTRY));
    }

    assertThat(clouds.received().requestsTo("sts.us-east-1.amazonaws.com")).hasSize(1);
  }

  private static PluginRun get(BuiltProgram program, String server) {
    return program.runAs(NAME, (server + "\n").getBytes(UTF_8), "get");
  }

  private static JsonNode granted(PluginRun run) {
    assertThat(run.stderr()).isEmpty();
    assertThat(run.exitCode()).as(output(run)).isZero();
    try {
      return new JsonMapper().readTree(run.stdout());
    } catch (IOException e) {
      throw new AssertionError("not JSON", e);
    }
  }

  private static String output(PluginRun run) {
    return new String(run.stdout(), UTF_8);
  }

  private void assertFails(PluginRun run, int status, String... because) {
    assertThat(output(run)).startsWith("podpass: ").contains(because);
    assertThat(run.exitCode()).isEqualTo(status);
    assertThat(output(run).lines()).hasSize(1);
    assertThat(run.stderr()).isEmpty();
    Contract.assertNoSecrets(clouds, output(run));
    assertThat(output(run)).doesNotContain("hunter2", "kubelet");
  }
}
