// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.OptionWalk;
import dev.podpass.core.testing.OptionWalk.Values;
import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.testkit.ExampleWorld;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class AlibabaCacheKeyTest {
  private static final String ROLE = "acs:ram::1234567890123456:role/other";
  private static final String PROVIDER = "acs:ram::1234567890123456:oidc-provider/other";

  @AutoClose private final ProviderTrial trial = AlibabaTrials.trusted();

  /** Each request has a nonce, so each change of an option counts as one of the requests. */
  @Test
  void whateverChangesARequestChangesTheKey() {
    trial.annotate("example.com/role", ROLE);
    trial.annotate("example.com/provider", PROVIDER);
    String instance = ExampleWorld.ALIBABA_REGISTRY + "=" + ExampleWorld.ALIBABA_INSTANCE;

    assertThat(
            new OptionWalk(trial, AlibabaTrials.IMAGE)
                .changing(
                    Map.of(
                        "role-annotation",
                        new Values("podpass.dev/alibaba-role-arn", "example.com/role"),
                        "role-arn",
                        new Values(ExampleWorld.ALIBABA_ROLE, ROLE),
                        "oidc-provider-annotation",
                        new Values("podpass.dev/alibaba-oidc-provider-arn", "example.com/provider"),
                        "oidc-provider-arn",
                        new Values(ExampleWorld.ALIBABA_PROVIDER, PROVIDER),
                        "instance",
                        new Values(instance, ExampleWorld.ALIBABA_REGISTRY + "=cri-other"),
                        "session-policy",
                        new Values("registry", "none"),
                        "token-audience",
                        new Values(ExampleWorld.ALIBABA_AUDIENCE, "other"),
                        "sts-endpoint",
                        new Values("https://" + AlibabaTrials.STS, "https://sts.example"),
                        "api-endpoint",
                        new Values("https://" + AlibabaTrials.API, "https://cr.example"))))
        .hasSize(9);
  }

  @Test
  void aSessionOfOneRepositoryHasTheRepositoryInTheKey() {
    String other = ExampleWorld.ALIBABA_REGISTRY + "/team-a/other";
    assertThat(trial.cacheKey(other)).hasToString(trial.cacheKey(AlibabaTrials.IMAGE).toString());

    trial.set(AlibabaOptions.SESSION_POLICY, "repository");

    assertThat(trial.plan(other).exchange().repository()).contains("team-a/other");
    assertThat(trial.cacheKey(other).toString())
        .isNotEqualTo(trial.cacheKey(AlibabaTrials.IMAGE).toString());
  }
}
