// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.TrustTrial;
import dev.podpass.provider.ecr.EcrOptions;
import dev.podpass.provider.ecr.SessionPolicy;
import dev.podpass.spi.trust.TrustRequest;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the scripts make of AWS is tried with moto, in {@code conformance/trust}. */
class EcrTrustTest {
  private static final String OWN = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team-a/app";
  private static final String OTHER = "222222222222.dkr.ecr.us-east-1.amazonaws.com/base/java";

  private final TrustTrial none = TrustTrial.of(new EcrTrust());

  @Test
  void trustsOneSubjectWithOneRepository() {
    assertThat(none.shell(OWN))
        .contains(
            "audience='sts.amazonaws.com'\n",
            "role_arn='arn:aws:iam::123456789012:role/podpass-team-a_app'\n",
            "region='eu-west-1'\n",
            "public=''\n",
            "pull_through=''\n")
        .containsPattern(
            "repositories='arn:aws:ecr:eu-west-1:123456789012:repository/team-a/app,[0-9a-f]{10}'\n");
    assertThat(none.terraform(OWN))
        .isEqualTo(
            """
            module "podpass_ecr" {
              source = "github.com/podpass/podpass//deploy/terraform/ecr?ref=v1.2.3"

              clusters = {
                cluster = "https://oidc.example.com/cluster"
              }
              service_accounts = {
                "team-a/app" = {
                  images = ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/team-a/app"]
                }
              }
            }
            """);
  }

  @Test
  void aNamespaceIsTrusted() {
    TrustTrial namespace = none.as(TrustRequest.ALL);

    assertThat(namespace.shell(OWN))
        .contains(
            "role_arn='arn:aws:iam::123456789012:role/podpass-team-a_all_'", "service_account='*'");
    assertThat(namespace.terraform(OWN)).contains("    \"team-a/*\" = {\n");
  }

  @Test
  void eachImageHasAHashForItsStatement() {
    TrustTrial settings = none.with(EcrOptions.ROLE_ARN, "arn:aws:iam::123456789012:role/pull");
    String policies =
        "repositories='arn:\\S+/team-a/app,[0-9a-f]{10} arn:\\S+/base/java,[0-9a-f]{10}'\n";

    assertThat(settings.shell(OWN, OTHER)).containsPattern(policies);
    assertThat(settings.removal(OWN, OTHER)).containsPattern(policies);
  }

  @Test
  void theScriptGrantsWhatTheSessionPolicyGrants() {
    TrustTrial settings = none.with(EcrOptions.PULL_THROUGH, "true");

    assertThat(none.shell(OWN))
        .contains(
            list("pulls", SessionPolicy.actions(false)), list("imports", SessionPolicy.IMPORT));
    assertThat(settings.shell(OWN)).contains("pull_through='yes'\n");
    assertThat(settings.terraform(OWN)).contains("  pull_through = true\n");
  }

  private static String list(String variable, List<String> actions) {
    return actions.stream()
        .map(action -> "\"" + action + "\"")
        .collect(Collectors.joining(", ", "\n" + variable + "='", "'\n"));
  }

  @Test
  void takesTheRoleThatIsNamedWithItsPathAndPartition() {
    TrustTrial settings =
        none.with(EcrOptions.ROLE_ARN, "arn:aws-cn:iam::123456789012:role/pulls/team-a");
    String image = "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/app";

    assertThat(settings.shell(image))
        .contains("arn:aws-cn:ecr:cn-north-1:123456789012:repository/app,");
    assertThat(settings.terraform(image))
        .contains("role   = \"team-a\"\n", "  role_path = \"/pulls/\"\n");
  }

  @Test
  void refusesARoleOfAnotherPartition() {
    TrustTrial settings = none.with(EcrOptions.ROLE_ARN, "arn:aws-cn:iam::123456789012:role/pull");

    settings.refuses("cannot pull team-a/app of the partition aws", OWN);
  }

  @Test
  void registriesOfSeveralAccountsNeedTheRole() {
    none.refuses("the images need several roles: arn:aws:iam::123456789012:role/", OWN, OTHER);
  }

  @Test
  void aTemplateNamesTheRoleOfTheServiceAccount() {
    TrustTrial settings =
        none.with(EcrOptions.ROLE_ARN, "arn:aws:iam::{account}:role/{namespace}-pull");

    assertThat(settings.shell(OWN))
        .contains("role_arn='arn:aws:iam::123456789012:role/team-a-pull'");
    settings.refuses("the images need several roles: arn:aws:iam::123456789012:role/", OWN, OTHER);
  }

  @Test
  void ecrPublicNeedsTheRoleAndOtherActions() {
    none.refuses("do not name the role's account", "public.ecr.aws/nginx/nginx");

    TrustTrial settings = none.with(EcrOptions.ROLE_ARN, "arn:aws:iam::999999999999:role/pull");
    assertThat(settings.shell("public.ecr.aws/nginx/nginx"))
        .contains("public='yes'\n", "repositories=''\n", "region='us-east-1'\n");
  }

  @ParameterizedTest
  @CsvSource({
    "https://10.0.0.1:6443, IAM takes no issuer with a port",
    "https://oidc.example.com:443/c, IAM takes no issuer with a port",
    "https://10.0.0.1, the host is not public",
    "https://localhost, the host is not public",
    "https://kubernetes.default.svc, the host is not public",
    "https://kubernetes.default.svc.cluster.local, the host is not public"
  })
  void refusesAnIssuerWhoseKeysAwsCannotFetch(String issuer, String because) {
    none.issuedBy(issuer).refuses(because, OWN);
  }

  @Test
  void whatIsNoPlainWordIsNotWritten() {
    TrustTrial settings = none.with(EcrOptions.AUDIENCE, "$(rm)");

    settings.refuses("cannot stand in a script", OWN);
  }
}
