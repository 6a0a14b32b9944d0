// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.testing.ProviderCheck;
import dev.podpass.testkit.ExampleWorld;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class EcrCacheKeyTest {
  private static final String OTHER_KEY = "example.com/role";
  private static final String OTHER_ROLE = "arn:aws:iam::123456789012:role/other";

  @AutoClose private final ProviderTrial trial = new ProviderTrial(new EcrCredentialProvider());

  @Test
  void whateverChangesARequestChangesTheKey() {
    assertThat(
            ProviderCheck.of(new EcrCredentialProvider(), ExampleWorld.IMAGE)
                .set("role-annotation", EcrOptions.ROLE_ANNOTATION_KEY, OTHER_KEY)
                .set("role-arn", ExampleWorld.ROLE, OTHER_ROLE)
                .set("token-audience", ExampleWorld.AUDIENCE, "other")
                .set("session-policy", "registry", "none")
                .set("pull-through", "false", "true")
                .set("sts-endpoint", "https://sts.us-east-1.amazonaws.com", "https://sts.example")
                .set(
                    "api-endpoint",
                    "https://api.ecr.us-east-1.amazonaws.com",
                    "https://ecr.example")
                .set("metadata-endpoint", "http://169.254.169.254", "http://169.254.169.253")
                .annotate(OTHER_KEY, OTHER_ROLE)
                .planting(AwsAnswers.SESSION_TOKEN)
                .answering(AwsAnswers::genuine)
                .run())
        .containsExactlyInAnyOrder(
            "role-annotation",
            "role-arn",
            "session-policy",
            "pull-through",
            "sts-endpoint",
            "api-endpoint");
  }

  @Test
  void aSessionOfOneRepositoryHasTheRepositoryInTheKey() {
    trial.token(trial.clouds().issuer().token().mint());
    trial.set(EcrOptions.ROLE_ARN, ExampleWorld.ROLE);
    String other = ExampleWorld.IMAGE.replace("team-a/app", "team-a/other");
    assertThat(trial.cacheKey(other)).hasToString(trial.cacheKey(ExampleWorld.IMAGE).toString());

    trial.set(EcrOptions.SESSION_POLICY, "repository");

    assertThat(trial.plan(other).exchange().repository()).contains("team-a/other");
    assertThat(trial.cacheKey(other).toString())
        .isNotEqualTo(trial.cacheKey(ExampleWorld.IMAGE).toString());
  }
}
