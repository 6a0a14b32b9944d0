// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.testing.ProviderCheck;
import dev.podpass.testkit.ExampleWorld;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class AlibabaCacheKeyTest {
  private static final String ROLE = "acs:ram::1234567890123456:role/other";
  private static final String PROVIDER = "acs:ram::1234567890123456:oidc-provider/other";

  @AutoClose private final ProviderTrial trial = AlibabaTrials.trusted();

  /** The digest of a nonce differs in each request, so each option counts as one that does. */
  @Test
  void whateverChangesARequestChangesTheKey() {
    String instance = ExampleWorld.ALIBABA_REGISTRY + "=" + ExampleWorld.ALIBABA_INSTANCE;
    String others = ExampleWorld.ALIBABA_REGISTRY + "=cri-other";

    assertThat(
            ProviderCheck.of(new AlibabaCredentialProvider(), AlibabaTrials.IMAGE)
                .set("role-annotation", "podpass.dev/alibaba-role-arn", "example.com/role")
                .set("role-arn", ExampleWorld.ALIBABA_ROLE, ROLE)
                .set(
                    "oidc-provider-annotation",
                    "podpass.dev/alibaba-oidc-provider-arn",
                    "example.com/provider")
                .set("oidc-provider-arn", ExampleWorld.ALIBABA_PROVIDER, PROVIDER)
                .set("instance", instance, others)
                .set("session-policy", "registry", "none")
                .set("token-audience", ExampleWorld.ALIBABA_AUDIENCE, "other")
                .set("sts-endpoint", "https://" + AlibabaTrials.STS, "https://sts.example")
                .set("api-endpoint", "https://" + AlibabaTrials.API, "https://cr.example")
                .annotate("example.com/role", ROLE)
                .annotate("example.com/provider", PROVIDER)
                .planting("t-planted-session")
                .answering(AlibabaCacheKeyTest::answer)
                .run())
        .contains("role-arn", "instance", "session-policy", "sts-endpoint", "api-endpoint");
  }

  private static HttpResponse answer(HttpRequest request) {
    return HttpResponse.of(
        200,
        request.uri().getHost().startsWith("sts.")
            ? """
            {"Credentials": {"AccessKeyId": "STS.id", "AccessKeySecret": "planted-key",
             "SecurityToken": "t-planted-session", "Expiration": "2099-01-01T00:00:00Z"}}
            """
            : """
            {"Code": "success", "TempUsername": "u", "AuthorizationToken": "granted-0",
             "ExpireTime": 4000000000000}
            """);
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
