// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.aws.RegistryPassword;
import dev.podpass.testkit.aws.Role;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.CacheKeyType;
import dev.podpass.testkit.kubelet.Login;
import dev.podpass.testkit.kubelet.PluginAnswer;
import dev.podpass.testkit.kubelet.PluginRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images of Docker Hub that the container runtime pulls from a registry of a cloud. */
class MirrorIT extends CachingProgram {
  private static final String NGINX = "docker.io/library/nginx";
  private static final String ECR = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
  private static final String HUB = "docker.io=" + ECR + "/docker-hub";

  @Test
  void ecrsCredentialIsForThePullThroughRepositoryAndUnderDockerHubsName() {
    Role role = ExampleWorld.role(clouds.issuer().url());
    clouds.aws().iam().put(role.allowing("ecr:BatchImportUpstreamImage"));
    PluginRequest request = ExamplePulls.ecr(NGINX, token());

    PluginAnswer answer =
        podpass()
            .with("PODPASS_MIRROR", HUB)
            .run(request, "--ecr-session-policy=repository", "--ecr-pull-through")
            .answer(AnswerReader.of(request));

    Login login = only(answer);
    RegistryPassword issued = clouds.aws().password(login.password()).orElseThrow();
    assertThat(login.username()).isEqualTo("AWS");
    for (String action : List.of("ecr:BatchGetImage", "ecr:BatchImportUpstreamImage")) {
      assertThat(issued.session().allows(action, repository("docker-hub/library/nginx"))).isTrue();
      assertThat(issued.session().allows(action, repository("library/nginx"))).isFalse();
    }
    assertThat(answer.cacheKeyType()).isEqualTo(CacheKeyType.IMAGE);
  }

  @Test
  void acrsCredentialIsOfTheRegistryThatIsTheMirror() {
    PluginRequest request = ExamplePulls.acr(NGINX, token());

    PluginAnswer answer = answer("docker.io=" + ExampleWorld.ACR_REGISTRY + "/hub", request);

    assertThat(clouds.azure().refreshToken(only(answer).password()).orElseThrow().registry())
        .isEqualTo(ExampleWorld.ACR_REGISTRY);
    assertThat(answer.cacheKeyType()).isEqualTo(CacheKeyType.REGISTRY);
  }

  @Test
  void artifactRegistrysCredentialIsOfTheServiceAccount() {
    PluginRequest request = ExamplePulls.gar(NGINX, token());

    PluginAnswer answer = answer("docker.io=us-docker.pkg.dev/my-project/hub", request);

    Login login = only(answer);
    assertThat(clouds.gcp().passwords().admit(login.username(), login.password())).isPresent();
    assertThat(clouds.gcp().tokens().getLast().principal())
        .isEqualTo("serviceAccount:" + ExampleWorld.GCP_SERVICE_ACCOUNT);
  }

  @Test
  void thePullsOfTheMirrorsImagesShareAnAnswerAndThoseOfOtherNamesDoNot() {
    answer(HUB, ExamplePulls.ecr(NGINX, token()));
    answer(HUB, ExamplePulls.ecr("docker.io/library/redis", token().pod("app-1")));
    assertThat(clouds.received().requests()).hasSize(2);

    answer(HUB, ExamplePulls.ecr(ECR + "/docker-hub/library/nginx", token()));
    assertThat(clouds.received().requests()).hasSize(4);

    answer("ghcr.io=" + ECR + "/docker-hub", ExamplePulls.ecr("ghcr.io/library/nginx", token()));
    assertThat(clouds.received().requests()).hasSize(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "docker.io|must be SOURCE[/PREFIX]=TARGET[/PREFIX]",
        "docker.io=ghcr.io/x|none of",
        "docker.io=123456789012.dkr.ecr.us-east-1.amazonaws.com.example|none of",
        "docker.io=myregistry.azurecr.io,index.docker.io=myregistry.azurecr.io|of the same source"
      })
  void aWrongMirrorIsAUsageErrorAndNothingIsSent(String mirror, String because) {
    PluginRequest request = ExamplePulls.ecr(NGINX, token());

    Contract.assertFails(
        clouds, podpass().run(request, "--mirror=" + mirror), 64, because, "--mirror");
    Contract.assertFails(
        clouds,
        podpass().with("PODPASS_MIRROR", mirror).run(request),
        64,
        because,
        "PODPASS_MIRROR");
    assertThat(clouds.received().requests()).isEmpty();
  }

  @Test
  void anAnnotationIsNoMirror() {
    PluginRequest request = ExamplePulls.ecr(NGINX, token()).annotation("podpass.dev/mirror", HUB);

    Contract.assertFails(
        clouds, podpass().run(request), 65, "no provider serves the registry docker.io");
  }

  private PluginAnswer answer(String mirrors, PluginRequest request) {
    return answer(podpass().with("PODPASS_MIRROR", mirrors), request);
  }

  private static Login only(PluginAnswer answer) {
    assertThat(answer.auth()).containsOnlyKeys("docker.io");
    List<Login> logins = answer.loginsFor(NGINX);
    assertThat(logins).hasSize(1);
    return logins.getFirst();
  }

  private static String repository(String name) {
    return "arn:aws:ecr:us-east-1:123456789012:repository/" + name;
  }
}
