// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.TrustTrial;
import dev.podpass.provider.alibaba.AlibabaOptions;
import dev.podpass.spi.trust.Trust;
import dev.podpass.spi.trust.TrustRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the scripts make of RAM is tried with a played aliyun, in {@code conformance/trust}. */
class AlibabaTrustTest {
  private static final String HOST = "my-registry.cn-hangzhou.cr.aliyuncs.com";
  private static final String APP = HOST + "/team-a/app";
  private static final String PERSONAL = "registry-vpc.eu-central-1.aliyuncs.com/team-a/app";

  private final TrustTrial provider =
      TrustTrial.of(new AlibabaTrust())
          .with(AlibabaOptions.PROVIDER_ARN, "acs:ram::12:oidc-provider/blue");
  private final TrustTrial settings = provider.with(AlibabaOptions.INSTANCE, HOST + "=cri-0a1b");

  @Test
  void trustsOneSubjectWithItsRepositories() {
    Trust trust = settings.trust(APP, PERSONAL);

    assertThat(trust.shell())
        .contains(
            "audience='sts.aliyuncs.com'\n",
            "annotation='podpass.dev/alibaba-role-arn'\n",
            "role_arn='acs:ram::12:role/podpass-team-a.app'\n",
            "oidc_provider_arn='acs:ram::12:oidc-provider/blue'\n",
            "region='cn-hangzhou'\n")
        .containsPattern("policy_prefix='podpass-team-a-app-[0-9a-f]{10}'\n")
        .containsPattern(
            "repositories='acs:cr:cn-hangzhou:\\*:repository/cri-0a1b/team-a/app"
                + " acs:cr:eu-central-1:\\*:repository/team-a/app'\n");
    assertThat(trust.terraform("v1.2.3"))
        .isEqualTo(
            """
            module "podpass_alibaba" {
              source = "github.com/podpass/podpass//deploy/terraform/alibaba?ref=v1.2.3"

              clusters = {
                blue = "https://oidc.example.com/cluster"
              }
              fingerprints = {
                blue = ["FINGERPRINT"]
              }
              instances = {
                "my-registry.cn-hangzhou.cr.aliyuncs.com" = "cri-0a1b@cn-hangzhou"
              }
              service_accounts = {
                "team-a/app" = {
                  images = ["my-registry.cn-hangzhou.cr.aliyuncs.com/team-a/app", \
            "registry-vpc.eu-central-1.aliyuncs.com/team-a/app"]
                }
              }
            }
            """);
  }

  @Test
  void rolesHaveNamesThatRamAllows() {
    List<String> accounts = List.of(TrustRequest.ALL, "all", "all.namespace", "x".repeat(63));

    assertThat(accounts)
        .map(account -> settings.as(account).trust(APP).shell().lines().toList())
        .map(lines ->
            lines.stream().filter(line -> line.startsWith("role_arn=")).findFirst().orElseThrow())
        .doesNotHaveDuplicates()
        .allMatch(line ->
            line.matches("role_arn='acs:ram::12:role/[A-Za-z0-9][A-Za-z0-9.-]{0,62}[A-Za-z0-9]'"));
  }

  @Test
  void takesTheRoleAndTheAudienceThatAreNamed() {
    TrustTrial named =
        settings
            .with(AlibabaOptions.ROLE_ARN, "acs:ram::12:role/{namespace}-pull")
            .with(AlibabaOptions.AUDIENCE, "pulls");

    assertThat(named.trust(APP).shell())
        .contains("role_arn='acs:ram::12:role/team-a-pull'\n", "audience='pulls'\n");
    assertThat(named.terraform(APP))
        .contains("role   = \"team-a-pull\"\n", "  audience = \"pulls\"\n");
  }

  @Test
  void needsTheProviderAndTheInstance() {
    TrustTrial.of(new AlibabaTrust()).refuses("OIDC provider in RAM is not named", PERSONAL);
    provider.refuses("the id of the Enterprise edition instance at " + HOST, APP);
  }

  @Test
  void refusesAnIssuerThatRamCannotReach() {
    settings.issuedBy("https://10.0.0.1:6443").refuses("the host is not public", APP);
  }

  @Test
  void refusesARoleOfAnotherAccount() {
    TrustTrial foreign = settings.with(AlibabaOptions.ROLE_ARN, "acs:ram::34:role/pull");

    foreign.refuses("the role acs:ram::34:role/pull cannot trust", APP);
  }
}
