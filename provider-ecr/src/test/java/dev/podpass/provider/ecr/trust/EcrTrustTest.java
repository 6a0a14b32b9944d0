// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.provider.ecr.EcrOptions;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the scripts make of AWS is tried with moto, in {@code conformance/trust}. */
class EcrTrustTest {
  private static final String OWN = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team-a/app";
  private static final String OTHER = "222222222222.dkr.ecr.us-east-1.amazonaws.com/base/java";

  @TempDir private Path folder;

  private final TrustGuide guide = new EcrTrust();
  private final ProviderSettings none = ProviderSettings.with(FallbackPolicy.STRICT);

  @Test
  void trustsOneSubjectWithOneRepository() {
    assertThat(guide.shell(request(none, OWN)))
        .contains(
            "oidc_provider='arn:aws:iam::123456789012:oidc-provider/oidc.example.com/cluster'",
            "\"Federated\": \"arn:aws:iam::123456789012:oidc-provider/oidc.example.com/cluster\"",
            "\"oidc.example.com/cluster:aud\": \"sts.amazonaws.com\"",
            "\"oidc.example.com/cluster:sub\": \"system:serviceaccount:team-a:app\"",
            "\"Resource\": \"arn:aws:ecr:eu-west-1:123456789012:repository/team-a/app\"",
            "role_arn='arn:aws:iam::123456789012:role/podpass-team-a_app'")
        .doesNotContain("allow_role", "CreateRepository")
        .doesNotContainPattern("@[A-Z_]+@");
  }

  @Test
  void aNamespaceIsTrustedByAPattern() {
    TrustRequest namespace =
        new TrustRequest(
            "https://oidc.example.com/cluster",
            "team-a",
            TrustRequest.ALL,
            List.of(ImageReference.parse(OWN)),
            none);

    assertThat(guide.trustsNamespaces()).isTrue();
    assertThat(guide.shell(namespace))
        .contains(
            "\"StringLike\": {",
            "\"oidc.example.com/cluster:sub\": \"system:serviceaccount:team-a:*\"",
            "role_arn='arn:aws:iam::123456789012:role/podpass-team-a_all_'",
            "service_account='*'")
        .doesNotContain("StringEquals");
    assertThat(guide.terraform(namespace)).contains("StringLike = {", ":team-a:*\"");
    assertThat(guide.shell(request(none, OWN))).contains("StringEquals").doesNotContain("Like");
  }

  @Test
  void eachImageHasAPolicyOfItsOwn() {
    ProviderSettings settings = role(none, "arn:aws:iam::123456789012:role/pull");

    assertThat(guide.shell(request(settings, OWN, OTHER)))
        .containsPattern(
            "allow 'podpass-team-a_app-[0-9a-f]{10}-team-a\\.app-[0-9a-f]{10}' \"\\$pull_1\"")
        .containsPattern(
            "allow 'podpass-team-a_app-[0-9a-f]{10}-base\\.java-[0-9a-f]{10}' \"\\$pull_2\"");
    assertThat(guide.removal(request(settings, OWN, OTHER)))
        .containsPattern("disallow 'podpass-team-a_app-[0-9a-f]{10}-team-a\\.app-[0-9a-f]{10}'\n")
        .containsPattern("disallow 'podpass-team-a_app-[0-9a-f]{10}-base\\.java-[0-9a-f]{10}'\n")
        .doesNotContainPattern("@[A-Z_]+@");
  }

  @Test
  void acrossAccountsItSaysWhichPolicyIsWhose() {
    ProviderSettings settings =
        role(none, "arn:aws:iam::111111111111:role/pull")
            .set(EcrOptions.PULL_THROUGH, new Sourced<>("true", "test"));

    assertThat(guide.shell(request(settings, OTHER)))
        .contains(
            "credentials of the account 111111111111, then with those of 222222222222",
            "repository/base/java, which the account 222222222222 owns.\nrepository_",
            "\"Principal\": {\"AWS\": \"arn:aws:iam::111111111111:role/pull\"}",
            "of the policy of the registry of the account 222222222222 in us-east-1.\nimport_",
            "\"Action\": [\"ecr:BatchImportUpstreamImage\", \"ecr:CreateRepository\"]",
            "  222222222222)\n    allow_role 'us-east-1' '222222222222' 'base/java' ");
    assertThat(guide.removal(request(settings, OTHER)))
        .contains("disallow_role 'us-east-1' '222222222222' 'base/java'\n", "disallow_import");
    assertThat(guide.terraform(request(settings, OTHER)))
        .contains(
            "output \"repository_policy_statements\"", "output \"registry_policy_statements\"")
        .doesNotContainPattern("@[A-Z_]+@");
  }

  @Test
  void pullThroughGrantsWhatTheSessionPolicyGrants() {
    ProviderSettings settings = none.set(EcrOptions.PULL_THROUGH, new Sourced<>("true", "test"));
    String[] actions = {
      "ecr:BatchImportUpstreamImage", "ecr:CreateRepository", "ecr:BatchGetImage"
    };

    assertThat(guide.shell(request(settings, OWN))).contains(actions);
    assertThat(guide.terraform(request(settings, OWN))).contains(actions);
  }

  @Test
  void handsItsPoliciesOverWithoutFiles() throws Exception {
    play(
        "aws",
        """
        case "$*" in
          *"--query Account") echo 123456789012 ;;
          *" get-"*) echo "NoSuchEntity" >&2; exit 254 ;;
          *) echo "$*" >> "$CALLS" ;;
        esac
        """);
    play(
        "kubectl",
        """
        case "$*" in
          *openid-configuration) echo '{"issuer":"https://oidc.example.com/cluster","a":1}' ;;
          *) echo "$*" >> "$CALLS" ;;
        esac
        """);
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));

    assertThat(run(guide.shell(request(none, OWN)), elsewhere)).isZero();

    assertThat(Files.readString(folder.resolve("calls")))
        .contains(
            "create-open-id-connect-provider --url https://oidc.example.com/cluster"
                + " --client-id-list sts.amazonaws.com\n",
            "create-role --path / --role-name podpass-team-a_app --assume-role-policy-document",
            "\"oidc.example.com/cluster:sub\": \"system:serviceaccount:team-a:app\"",
            "put-role-policy --role-name podpass-team-a_app --policy-name podpass-team-a_app-",
            "\"Resource\": \"arn:aws:ecr:eu-west-1:123456789012:repository/team-a/app\"",
            "-n team-a annotate serviceaccount app"
                + " eks.amazonaws.com/ecr-role-arn=arn:aws:iam::123456789012:role/podpass-team-a_app\n");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void doesNothingWhereKubectlIsSetToAnotherCluster() throws Exception {
    play(
        "aws",
        "case \"$*\" in *Account) echo 123456789012 ;; *) echo \"$*\" >> \"$CALLS\" ;; esac");
    play("kubectl", "echo '{\"issuer\":\"https://oidc.example.com/cluster/2\"}'");

    assertThat(run(guide.shell(request(none, OWN)), folder)).isEqualTo(1);

    assertThat(folder.resolve("calls")).doesNotExist();
  }

  @Test
  void takesTheRoleThatIsNamedWithItsPathAndPartition() {
    ProviderSettings settings = role(none, "arn:aws-cn:iam::123456789012:role/pulls/team-a");

    assertThat(
            guide.terraform(
                request(settings, "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/app")))
        .contains(
            "arn:aws-cn:ecr:cn-north-1:123456789012:repository/app",
            "name = \"team-a\"\n  path = \"/pulls/\"",
            "Principal = { Federated = local.oidc_provider }")
        .doesNotContain("repository_policy_statements")
        .doesNotContainPattern("@[A-Z_]+@");
  }

  @Test
  void refusesARoleOfAnotherPartition() {
    ProviderSettings settings = role(none, "arn:aws-cn:iam::123456789012:role/pull");

    assertThatThrownBy(() -> guide.shell(request(settings, OWN)))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("cannot pull team-a/app of the partition aws");
  }

  @Test
  void registriesOfSeveralAccountsNeedTheRole() {
    assertThatThrownBy(() -> guide.shell(request(none, OWN, OTHER)))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("registries of several accounts: 123456789012, 222222222222");
  }

  @Test
  void aTemplateNamesTheRoleOfTheServiceAccount() {
    ProviderSettings settings = role(none, "arn:aws:iam::{account}:role/{namespace}-pull");

    assertThat(guide.shell(request(settings, OWN)))
        .contains("role_arn='arn:aws:iam::123456789012:role/team-a-pull'");
    assertThatThrownBy(() -> guide.shell(request(settings, OWN, OTHER)))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("the images lead to several roles: arn:aws:iam::123456789012:role/");
  }

  @Test
  void ecrPublicNeedsTheRoleAndOtherActions() {
    assertThatThrownBy(() -> guide.shell(request(none, "public.ecr.aws/nginx/nginx")))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("do not name the role's account");

    ProviderSettings settings = role(none, "arn:aws:iam::999999999999:role/pull");
    assertThat(guide.shell(request(settings, "public.ecr.aws/nginx/nginx")))
        .contains("ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken")
        .doesNotContain("ecr:BatchGetImage");
  }

  @Test
  void whatIsNoPlainWordIsNotWritten() {
    ProviderSettings settings = none.set(EcrOptions.AUDIENCE, new Sourced<>("$(rm)", "test"));

    assertThatThrownBy(() -> guide.shell(request(settings, OWN)))
        .hasMessageContaining("cannot stand in a script");
  }

  private void play(String program, String body) throws Exception {
    Path file = Files.writeString(folder.resolve(program), "#!/bin/sh\n" + body);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private int run(String script, Path directory) throws Exception {
    ProcessBuilder process =
        new ProcessBuilder("/bin/sh", "-c", script)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    process.environment().put("PATH", folder + ":/usr/bin:/bin");
    process.environment().put("CALLS", folder.resolve("calls").toString());
    return process.start().waitFor();
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
