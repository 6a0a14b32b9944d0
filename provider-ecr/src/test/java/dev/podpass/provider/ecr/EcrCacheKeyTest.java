// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.OptionWalk;
import dev.podpass.core.testing.OptionWalk.Values;
import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.testkit.ExampleWorld;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class EcrCacheKeyTest {
  private static final String OTHER_KEY = "example.com/role";
  private static final String OTHER_ROLE = "arn:aws:iam::123456789012:role/other";

  @AutoClose private final ProviderTrial trial = new ProviderTrial(new EcrCredentialProvider());

  @Test
  void whateverChangesARequestChangesTheKey() {
    trial.set(EcrOptions.ROLE_ARN, ExampleWorld.ROLE);
    trial.annotate(OTHER_KEY, OTHER_ROLE);

    assertThat(
            new OptionWalk(trial, ExampleWorld.IMAGE)
                .changing(
                    Map.of(
                        "role-annotation", new Values(EcrOptions.ROLE_ANNOTATION_KEY, OTHER_KEY),
                        "role-arn", new Values(ExampleWorld.ROLE, OTHER_ROLE),
                        "token-audience", new Values(ExampleWorld.AUDIENCE, "other"),
                        "session-policy", new Values("registry", "none"),
                        "pull-through", new Values("false", "true"),
                        "sts-endpoint",
                            new Values(
                                "https://sts.us-east-1.amazonaws.com", "https://sts.example"),
                        "api-endpoint",
                            new Values(
                                "https://api.ecr.us-east-1.amazonaws.com", "https://ecr.example"),
                        "metadata-endpoint",
                            new Values("http://169.254.169.254", "http://169.254.169.253"))))
        .containsExactlyInAnyOrder(
            "role-annotation",
            "role-arn",
            "session-policy",
            "pull-through",
            "token-audience",
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
