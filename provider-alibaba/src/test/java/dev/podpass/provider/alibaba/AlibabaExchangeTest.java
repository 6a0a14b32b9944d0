// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.Credential;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.alibaba.AlibabaFaults;
import dev.podpass.testkit.alibaba.RegistryLogin;
import dev.podpass.testkit.alibaba.Session;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.AnswerFault;
import dev.podpass.testkit.net.ReceivedRequest;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlibabaExchangeTest {
  private static final String INSTANCE = ExampleWorld.ALIBABA_INSTANCE;

  @AutoClose private final ProviderTrial trial = AlibabaTrials.trusted();

  @Test
  void anInstancesTokenIsTheCredential() {
    Credential credential = trial.exchange(AlibabaTrials.IMAGE);

    RegistryLogin login = trial.clouds().alibaba().logins().getFirst();
    assertThat(credential.username()).isEqualTo("cr_temp_user");
    assertThat(credential.password().reveal()).isEqualTo(login.password());
    assertThat(credential.expiry()).contains(login.session().expiry());
    assertThat(login.instance()).contains(INSTANCE);
    assertThat(login.session().name()).isEqualTo("team-a.app");
    assertThat(trial.clouds().received().requests())
        .extracting(ReceivedRequest::host)
        .containsExactly(AlibabaTrials.STS, AlibabaTrials.API);
  }

  @Test
  void personalEditionsTokenIsTheCredential() {
    Credential credential = trial.exchange(ExampleWorld.ALIBABA_PERSONAL_IMAGE);

    RegistryLogin login = trial.clouds().alibaba().logins().getFirst();
    assertThat(credential.password().reveal()).isEqualTo(login.password());
    assertThat(login.instance()).isEmpty();
  }

  @Test
  void annotationsNameRoleAndProviderBeforeOptions() {
    trial.set(AlibabaOptions.ROLE_ARN, "acs:ram::1:role/other");
    trial.set(AlibabaOptions.PROVIDER_ARN, "acs:ram::1:oidc-provider/other");
    trial.annotate("podpass.dev/alibaba-role-arn", ExampleWorld.ALIBABA_ROLE);
    trial.annotate("podpass.dev/alibaba-oidc-provider-arn", ExampleWorld.ALIBABA_PROVIDER);

    trial.exchange(AlibabaTrials.IMAGE);

    assertThat(session().role().arn()).isEqualTo(ExampleWorld.ALIBABA_ROLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "registry   | "
            + ExampleWorld.ALIBABA_IMAGE
            + "          | cn-hangzhou:*:repository/"
            + INSTANCE
            + "/*",
        "repository | "
            + ExampleWorld.ALIBABA_IMAGE
            + "          | cn-hangzhou:*:repository/"
            + INSTANCE
            + "/team-a/app",
        "registry   | " + ExampleWorld.ALIBABA_PERSONAL_IMAGE + " | cn-hangzhou:*:repository/*",
        "repository | "
            + ExampleWorld.ALIBABA_PERSONAL_IMAGE
            + " | cn-hangzhou:*:repository/team-a/app",
      })
  void theSessionsPolicyAllowsToPullFromNothingElse(String scope, String image, String resource) {
    trial.set(AlibabaOptions.SESSION_POLICY, scope);

    trial.exchange(image);

    assertThat(session().policy())
        .contains(
            """
            {"Version":"1","Statement":[{"Effect":"Allow","Action":["cr:GetAuthorizationToken"],\
            "Resource":["*"]},{"Effect":"Allow","Action":["cr:PullRepository"],\
            "Resource":["acs:cr:%s"]}]}\
            """
                .formatted(resource));
  }

  @Test
  void aSessionMayHaveNoPolicy() {
    trial.set(AlibabaOptions.SESSION_POLICY, "none");

    trial.exchange(AlibabaTrials.IMAGE);

    assertThat(session().policy()).isEmpty();
  }

  @Test
  void aLongSessionNameIsCut() {
    trial.token(AlibabaTrials.pod(trial).serviceAccount("team-a", "s".repeat(200)).mint());

    trial.exchange(AlibabaTrials.IMAGE);

    assertThat(session().name()).startsWith("team-a.sss").hasSize(64);
  }

  @Test
  void hostsWithinAVpcHaveEndpointsWithinIt() {
    trial.exchange("registry-vpc.eu-central-1.aliyuncs.com/team-a/app");

    assertThat(trial.clouds().received().requests())
        .extracting(ReceivedRequest::host)
        .containsExactly("sts-vpc.eu-central-1.aliyuncs.com", "cr-vpc.eu-central-1.aliyuncs.com");
  }

  @Test
  void theEarlierExpiryCounts() {
    trial.clouds().alibaba().loginLife(Duration.ofMinutes(20));
    Credential shorter = trial.exchange(AlibabaTrials.IMAGE);
    trial.clouds().alibaba().loginLife(Duration.ofHours(12));
    Credential longer = trial.exchange(AlibabaTrials.IMAGE);

    assertThat(shorter.expiry()).contains(trial.clouds().alibaba().logins().getFirst().expiry());
    assertThat(longer.expiry()).contains(session().expiry());
  }

  @Test
  void anUnknownExpiryStaysUnknown() {
    trial.clouds().misbehave(AlibabaTrials.API, AlibabaFaults.without("ExpireTime"));

    assertThat(trial.exchange(AlibabaTrials.IMAGE).expiry()).isEqualTo(Optional.empty());
  }

  /** The API has got the request, whose answer is lost; the same nonce would be refused. */
  @ParameterizedTest
  @CsvSource({
    AlibabaTrials.STS + ", 503, ''",
    AlibabaTrials.API + ", 503, ''",
    AlibabaTrials.API + ", 400, Throttling.User",
    AlibabaTrials.API + ", 200, Throttling",
  })
  void eachAttemptHasANonceOfItsOwn(String host, int status, String code) {
    Answer lost = Answer.json(status, "{\"Code\":\"%s\"}".formatted(code));
    trial.clouds().misbehave(host, new AnswerFault.Altered(_ -> lost), 1);

    trial.exchange(AlibabaTrials.IMAGE);

    assertThat(trial.clouds().received().requestsTo(host)).hasSize(2);
  }

  @Test
  void anInstanceWithoutAnIdIsAFailure() {
    trial.assertFails(
        "other-registry.cn-hangzhou.cr.aliyuncs.com/team-a/app",
        Kind.CONFIGURATION,
        "the id of the Enterprise edition instance at other-registry.cn-hangzhou.cr.aliyuncs.com is"
            + " not set",
        "hint: set --alibaba-instance=other-registry.cn-hangzhou.cr.aliyuncs.com=cri-");
    assertThat(trial.clouds().received().requests()).isEmpty();
  }

  private Session session() {
    return trial.clouds().alibaba().sessions().getLast();
  }
}
