// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.core.testing.PodClaims;
import dev.podpass.provider.ecr.EcrRegistryHost.Private;
import dev.podpass.provider.ecr.EcrRegistryHost.Public;
import dev.podpass.spi.Pod;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionPolicyTest {
  private static final Private CHINA =
      new Private("123456789012", "cn-north-1", Partition.CHINA, false, false);

  @Test
  void narrowsDownToTheRegistry() throws MalformedJsonException {
    JsonNode statements = statements(SessionPolicy.REGISTRY, CHINA, false);

    assertThat(statements).hasSize(2);
    assertThat(statements.at("/0/Action")).hasToString("[\"ecr:GetAuthorizationToken\"]");
    assertThat(statements.at("/0/Resource")).hasToString("\"*\"");
    assertThat(statements.at("/1/Action"))
        .hasToString(
            "[\"ecr:BatchCheckLayerAvailability\",\"ecr:GetDownloadUrlForLayer\","
                + "\"ecr:BatchGetImage\"]");
    assertThat(statements.at("/1/Resource"))
        .hasToString("\"arn:aws-cn:ecr:cn-north-1:123456789012:repository/*\"");
    assertThat(SessionPolicy.REGISTRY.isForRepository(CHINA)).isFalse();
  }

  @Test
  void narrowsDownToTheRepository() throws MalformedJsonException {
    assertThat(statements(SessionPolicy.REPOSITORY, CHINA, false).at("/1/Resource"))
        .hasToString("\"arn:aws-cn:ecr:cn-north-1:123456789012:repository/team/app\"");
    assertThat(SessionPolicy.REPOSITORY.isForRepository(CHINA)).isTrue();
  }

  @Test
  void letsAPullThroughCacheImportOnlyIfAsked() throws MalformedJsonException {
    assertThat(statements(SessionPolicy.REGISTRY, CHINA, true).at("/1/Action").toString())
        .contains("ecr:BatchImportUpstreamImage", "ecr:CreateRepository");
    assertThat(document(SessionPolicy.REGISTRY, "a", List.of()).orElseThrow())
        .doesNotContain("ecr:CreateRepository");
  }

  @Test
  void knowsNoNarrowingOfThePublicRegistry() throws MalformedJsonException {
    JsonNode statements = statements(SessionPolicy.REPOSITORY, new Public(false), false);

    assertThat(statements).hasSize(1);
    assertThat(statements.at("/0/Action"))
        .hasToString("[\"ecr-public:GetAuthorizationToken\",\"sts:GetServiceBearerToken\"]");
    assertThat(SessionPolicy.REPOSITORY.isForRepository(new Public(false))).isFalse();
  }

  @Test
  void canBeNone() {
    assertThat(document(SessionPolicy.NONE, "team/app", List.of())).isEmpty();
  }

  @Test
  void fitsWhatStsTakes() {
    assertThat(
            SessionPolicy.REPOSITORY
                .document(CHINA, request("r".repeat(255), List.of()), true)
                .orElseThrow())
        .hasSizeLessThan(2_048);
  }

  @Test
  void allowsPushesToTheNamedRepositories() throws MalformedJsonException {
    String document =
        document(SessionPolicy.REGISTRY, "a", List.of("team/app", "tools/*")).orElseThrow();
    JsonNode push = StrictJson.object(document.getBytes(UTF_8)).at("/Statement/2");

    assertThat(push.at("/Action"))
        .hasToString(
            "[\"ecr:InitiateLayerUpload\",\"ecr:UploadLayerPart\",\"ecr:CompleteLayerUpload\","
                + "\"ecr:PutImage\"]");
    assertThat(push.at("/Resource"))
        .hasToString(
            "[\"arn:aws-cn:ecr:cn-north-1:123456789012:repository/team/app\","
                + "\"arn:aws-cn:ecr:cn-north-1:123456789012:repository/tools/*\"]");
  }

  @Test
  void refusesPushesThatItCannotNarrow() {
    assertThatThrownBy(() -> document(SessionPolicy.NONE, "a", List.of("team/app")))
        .hasMessageContaining("--allow-push cannot be held to --push-repository");
    List<String> many = Collections.nCopies(40, "team/app");
    assertThatThrownBy(() -> document(SessionPolicy.REGISTRY, "a", many))
        .hasMessageContaining("for 40 push repositories is longer than the 2048 characters");
  }

  private static Optional<String> document(
      SessionPolicy policy, String repository, List<String> pushes) {
    return policy.document(CHINA, request(repository, pushes), false);
  }

  private static Pod request(String repository, List<String> pushes) {
    return new Pod(
        ImageReference.parse("registry.example/" + repository),
        PodClaims.with("https://issuer.example", "sts.amazonaws.com"),
        Map.of(),
        pushes);
  }

  private static JsonNode statements(
      SessionPolicy policy, EcrRegistryHost host, boolean pullThrough)
      throws MalformedJsonException {
    String document =
        policy.document(host, request("team/app", List.of()), pullThrough).orElseThrow();
    JsonNode parsed = StrictJson.object(document.getBytes(UTF_8));
    assertThat(parsed.path("Version")).hasToString("\"2012-10-17\"");
    return parsed.path("Statement");
  }
}
