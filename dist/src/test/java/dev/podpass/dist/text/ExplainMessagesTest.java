// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code explain} says about real registries: each sentence leads to what is wrong. */
class ExplainMessagesTest {

  private static final String ID = "11111111-2222-3333-4444-555555555555";

  private static final String TENANT = "--acr-tenant-id=" + ID;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          12345.dkr.ecr.us-east-1.amazonaws.com/app         | hint: an AWS account has 12 digits, and "12345" is not one; correct the image
          123456789012.dkr.ecr.cn-north-1.amazonaws.com/app | no region of ECR has the domain cn-north-1.amazonaws.com; correct the image
          team.azurecr.io:5000/app                          | hint: write the image without the port: the registry answers only on port 443
          team.westeurope.data.azurecr.io/app               | hint: it is a data endpoint, which takes no credentials; write the registry's login server, team.azurecr.io
          my_team.azurecr.io/app                            | is not a registry host
          my--team.azurecr.io/app                           | a login server is NAME.azurecr.io
          marketplace.gcr.io/google/app                     | hint: its images are public
          us.pkg.dev/p/r/app                                | LOCATION-docker.pkg.dev
          team.azurecr.io                                   | names a registry host and no repository; hint: write it as team.azurecr.io/REPOSITORY
          nginx:1.27                                        | is a Docker Hub short name; hint: write the registry host before it
          library/nginx                                     | is a Docker Hub short name
          ghcr.io/team/app                                  | hint: its public images need no credential, and for private ones it takes no token of a pod
          registry.k8s.io/pause                             | hint: its images are public: no credential is needed
          registry.example.com/a                            | hint: remove the pattern that matches it from matchImages, or, if the registry exchanges OIDC tokens, set --registry and --provider=exchange
          """)
  void aHostThatIsAlmostRightIsCorrected(String image, String sentence) {
    ProgramRun run = ProgramRun.of("explain", image);

    assertThat(run.status()).isEqualTo(65);
    assertThat(run.err()).contains(sentence);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.out()).isEmpty();
    if (!image.matches("(registry|marketplace)\\..*")) {
      assertThat(run.err()).doesNotContain("matchImages");
    }
  }

  @Test
  void theExampleOfItsHelpWorks() {
    String help = ProgramRun.of("explain", "--help").out();
    String example = help.substring(help.indexOf("podpass explain ", help.indexOf("Example:")));
    ProgramRun run =
        ProgramRun.of(example.lines().findFirst().orElseThrow().substring(8).split(" "));

    assertThat(run.failure()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "us, api://AzureADTokenExchangeUSGov",
    "cn, api://AzureADTokenExchangeChina",
    "io, api://AzureADTokenExchange"
  })
  void explainSaysOfASovereignCloudWhatItChecks(String domain, String audience) {
    ProgramRun run =
        ProgramRun.of(
            "explain", "team.azurecr.%s/app".formatted(domain), "--acr-client-id=" + ID, TENANT);

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern("token audience +" + audience + "\n")
        .containsPattern("serviceAccountTokenAudience +" + audience + "\n")
        .contains("assumed: a token of service account default/default for " + audience + ";")
        .containsPattern("matchImages +\\*\\.azurecr\\." + domain);
  }
}
