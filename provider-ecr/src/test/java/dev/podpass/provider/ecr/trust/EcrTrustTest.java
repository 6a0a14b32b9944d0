// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.provider.ecr.EcrOptions;
import dev.podpass.provider.ecr.SessionPolicy;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the scripts make of AWS is tried with moto, in {@code conformance/trust}. */
class EcrTrustTest {
  private static final String OWN = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team-a/app";
  private static final String OTHER = "222222222222.dkr.ecr.us-east-1.amazonaws.com/base/java";

  private final TrustGuide guide = new EcrTrust();
  private final ProviderSettings none = ProviderSettings.with(FallbackPolicy.STRICT);

  @Test
  void trustsOneSubjectWithOneRepository() {
    assertThat(shell(request(none, OWN)))
        .contains(
            "audience='sts.amazonaws.com'\n",
            "role_arn='arn:aws:iam::123456789012:role/podpass-team-a_app'\n",
            "region='eu-west-1'\n",
            "public=''\n",
            "pull_through=''\n")
        .containsPattern(
            "repositories='arn:aws:ecr:eu-west-1:123456789012:repository/team-a/app,"
                + "team-a\\.app-[0-9a-f]{10}'\n");
    assertThat(terraform(request(none, OWN)))
        .isEqualTo(
            """
            module "podpass_ecr" {
              source = "github.com/podpass/podpass//deploy/terraform/ecr"

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
    TrustRequest namespace =
        new TrustRequest(
            "https://oidc.example.com/cluster",
            "team-a",
            TrustRequest.ALL,
            List.of(ImageReference.parse(OWN)),
            none);

    assertThat(shell(namespace))
        .contains(
            "role_arn='arn:aws:iam::123456789012:role/podpass-team-a_all_'", "service_account='*'");
    assertThat(terraform(namespace)).contains("    \"team-a/*\" = {\n");
  }

  @Test
  void eachImageHasAPolicyOfItsOwn() {
    ProviderSettings settings = role(none, "arn:aws:iam::123456789012:role/pull");
    String policies =
        "repositories='arn:\\S+,team-a\\.app-[0-9a-f]{10} arn:\\S+,base\\.java-[0-9a-f]{10}'\n";

    assertThat(shell(request(settings, OWN, OTHER))).containsPattern(policies);
    assertThat(removal(request(settings, OWN, OTHER))).containsPattern(policies);
  }

  @Test
  void theScriptGrantsWhatTheSessionPolicyGrants() {
    ProviderSettings settings = none.set(EcrOptions.PULL_THROUGH, new Sourced<>("true", "test"));

    assertThat(shell(request(none, OWN)))
        .contains(
            list("pulls", SessionPolicy.actions(false)), list("imports", SessionPolicy.IMPORT));
    assertThat(shell(request(settings, OWN))).contains("pull_through='yes'\n");
    assertThat(terraform(request(settings, OWN))).contains("  pull_through = true\n");
  }

  private static String list(String variable, List<String> actions) {
    return actions.stream()
        .map(action -> "\"" + action + "\"")
        .collect(Collectors.joining(", ", "\n" + variable + "='", "'\n"));
  }

  @Test
  void takesTheRoleThatIsNamedWithItsPathAndPartition() {
    ProviderSettings settings = role(none, "arn:aws-cn:iam::123456789012:role/pulls/team-a");
    TrustRequest request =
        request(settings, "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/app");

    assertThat(shell(request)).contains("arn:aws-cn:ecr:cn-north-1:123456789012:repository/app,");
    assertThat(terraform(request)).contains("role   = \"team-a\"\n", "  role_path = \"/pulls/\"\n");
  }

  @Test
  void refusesARoleOfAnotherPartition() {
    ProviderSettings settings = role(none, "arn:aws-cn:iam::123456789012:role/pull");

    assertThatThrownBy(() -> shell(request(settings, OWN)))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("cannot pull team-a/app of the partition aws");
  }

  @Test
  void registriesOfSeveralAccountsNeedTheRole() {
    assertThatThrownBy(() -> shell(request(none, OWN, OTHER)))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("the images need several roles: arn:aws:iam::123456789012:role/");
  }

  @Test
  void aTemplateNamesTheRoleOfTheServiceAccount() {
    ProviderSettings settings = role(none, "arn:aws:iam::{account}:role/{namespace}-pull");

    assertThat(shell(request(settings, OWN)))
        .contains("role_arn='arn:aws:iam::123456789012:role/team-a-pull'");
    assertThatThrownBy(() -> shell(request(settings, OWN, OTHER)))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("the images need several roles: arn:aws:iam::123456789012:role/");
  }

  @Test
  void ecrPublicNeedsTheRoleAndOtherActions() {
    assertThatThrownBy(() -> shell(request(none, "public.ecr.aws/nginx/nginx")))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("do not name the role's account");

    ProviderSettings settings = role(none, "arn:aws:iam::999999999999:role/pull");
    assertThat(shell(request(settings, "public.ecr.aws/nginx/nginx")))
        .contains("public='yes'\n", "repositories=''\n", "region='us-east-1'\n");
  }

  @Test
  void whatIsNoPlainWordIsNotWritten() {
    ProviderSettings settings = none.set(EcrOptions.AUDIENCE, new Sourced<>("$(rm)", "test"));

    assertThatThrownBy(() -> shell(request(settings, OWN)))
        .hasMessageContaining("cannot stand in a script");
  }

  private String shell(TrustRequest request) {
    return guide.trust(request).shell();
  }

  private String removal(TrustRequest request) {
    return guide.trust(request).removal();
  }

  private String terraform(TrustRequest request) {
    return guide.trust(request).terraform();
  }

  private static ProviderSettings role(ProviderSettings settings, String arn) {
    return settings.set(EcrOptions.ROLE_ARN, new Sourced<>(arn, "test"));
  }

  private static TrustRequest request(ProviderSettings settings, String... images) {
    return new TrustRequest(
        "https://oidc.example.com/cluster",
        "team-a",
        "app",
        Arrays.stream(images).map(ImageReference::parse).toList(),
        settings);
  }
}
