// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.failure.CredentialException;
import dev.podpass.image.ImageReference;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.TrustGuide;
import dev.podpass.spi.TrustRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EcrTrustTest {
  @TempDir private Path folder;

  private final TrustGuide guide = new EcrCredentialProvider().trust().orElseThrow();
  private final ProviderSettings none = ProviderSettings.with(FallbackPolicy.STRICT);

  @Test
  void trustsOneSubjectWithOneRepository() {
    assertThat(
            guide.shell(request("123456789012.dkr.ecr.eu-west-1.amazonaws.com/team-a/app", none)))
        .contains(
            "\"Federated\": \"arn:aws:iam::123456789012:oidc-provider/oidc.example.com/cluster\"",
            "\"oidc.example.com/cluster:aud\": \"sts.amazonaws.com\"",
            "\"oidc.example.com/cluster:sub\": \"system:serviceaccount:team-a:app\"",
            "\"Resource\": \"arn:aws:ecr:eu-west-1:123456789012:repository/team-a/app\"",
            "create-open-id-connect-provider --url https://oidc.example.com/cluster"
                + " --client-id-list sts.amazonaws.com\n",
            "kubectl -n team-a annotate --overwrite serviceaccount app"
                + " eks.amazonaws.com/ecr-role-arn=arn:aws:iam::123456789012:role/podpass-team-a-app\n")
        .doesNotContainPattern("@[A-Z_]+@");
  }

  @Test
  void handsItsPoliciesOverWithoutFiles() throws Exception {
    Path aws =
        Files.writeString(
            folder.resolve("aws"),
            "#!/bin/sh\nfor a; do case $a in *Version*) printf '%s\\n' \"$a\" >&2;; esac; done\n");
    Files.copy(aws, folder.resolve("kubectl"));
    for (String program : List.of("aws", "kubectl")) {
      Files.setPosixFilePermissions(
          folder.resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    ProcessBuilder script =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                guide
                    .shell(request("123456789012.dkr.ecr.eu-west-1.amazonaws.com/team-a/app", none))
                    .replace("> /dev/null 2>&1", "> /dev/null"))
            .directory(elsewhere.toFile());
    script.environment().put("PATH", folder + ":/usr/bin:/bin");
    Process process = script.start();
    String policies = new String(process.getErrorStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(policies)
        .contains(
            "\"oidc.example.com/cluster:sub\": \"system:serviceaccount:team-a:app\"",
            "\"Resource\": \"arn:aws:ecr:eu-west-1:123456789012:repository/team-a/app\"");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void takesTheRoleThatIsNamedWithItsPathAndPartition() {
    ProviderSettings settings =
        none.set(
            EcrOptions.ROLE_ARN,
            new Sourced<>("arn:aws-cn:iam::999999999999:role/pulls/team-a", "test"));

    assertThat(
            guide.terraform(
                request("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/app", settings)))
        .contains(
            "\"Federated\":"
                + " \"arn:aws-cn:iam::999999999999:oidc-provider/oidc.example.com/cluster\"",
            "arn:aws-cn:ecr:cn-north-1:123456789012:repository/app",
            "name               = \"team-a\"\n  path               = \"/pulls/\"")
        .doesNotContainPattern("@[A-Z_]+@");
  }

  @Test
  void ecrPublicNeedsTheRoleAndOtherActions() {
    assertThatThrownBy(() -> guide.shell(request("public.ecr.aws/nginx/nginx", none)))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("do not name the role's account");

    ProviderSettings settings =
        none.set(EcrOptions.ROLE_ARN, new Sourced<>("arn:aws:iam::999999999999:role/pull", "test"));
    assertThat(guide.shell(request("public.ecr.aws/nginx/nginx", settings)))
        .contains("ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken")
        .doesNotContain("ecr:BatchGetImage");
  }

  @Test
  void whatIsNoPlainWordIsNotWritten() {
    ProviderSettings settings = none.set(EcrOptions.AUDIENCE, new Sourced<>("$(rm)", "test"));

    assertThatThrownBy(() ->
            guide.shell(request("123456789012.dkr.ecr.eu-west-1.amazonaws.com/app", settings)))
        .hasMessageContaining("cannot stand in a script");
  }

  private static TrustRequest request(String image, ProviderSettings settings) {
    return new TrustRequest(
        "https://oidc.example.com/cluster", "team-a", "app", ImageReference.parse(image), settings);
  }
}
