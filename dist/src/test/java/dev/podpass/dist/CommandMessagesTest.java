// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.cli.Program;
import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.process.ProcessContext.Terminals;
import dev.podpass.testkit.FakeClouds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What commands say about real registries: each sentence leads to what is wrong. */
class CommandMessagesTest {
  private static final String POOL =
      "https://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/eks1";

  private record Run(int status, String out, String err) {}

  private static Run run(String stdin, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ProcessContext process =
        new ProcessContext(
            "podpass",
            Map.of("PODPASS_CACHE", "off"),
            new ByteArrayInputStream(stdin.getBytes(UTF_8)),
            out,
            err,
            Terminals.NONE,
            Duration.ZERO,
            hook -> {},
            status -> {});
    int status = new Program(process).run(args);
    return new Run(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          12345.dkr.ecr.us-east-1.amazonaws.com/app         | hint: an AWS account has 12 digits, and "12345" is not one; correct the image
          123456789012.dkr.ecr.cn-north-1.amazonaws.com/app | do not belong together; correct the image
          team.azurecr.io:5000/app                          | hint: the registry answers on port 443 alone; write the image without the port
          team.westeurope.data.azurecr.io/app               | hint: it is a data endpoint, which takes no credentials; write the registry's login server, team.azurecr.io
          my_team.azurecr.io/app                            | is not a registry host
          my--team.azurecr.io/app                           | a login server is NAME.azurecr.io
          marketplace.gcr.io/google/app                     | hint: set --gar-marketplace to serve it
          us.pkg.dev/p/r/app                                | LOCATION-docker.pkg.dev
          team.azurecr.io                                   | names a registry host and no repository; write host/repository
          nginx:1.27                                        | is a Docker Hub short name; podpass needs the registry host in it
          library/nginx                                     | is a Docker Hub short name
          quay.io/team/app                                  | take the pattern that matches it out of matchImages
          """)
  void aHostThatIsAlmostRightIsCorrected(String image, String sentence) {
    Run run = run("", "explain", image);

    assertThat(run.status()).isEqualTo(65);
    assertThat(run.err()).contains(sentence);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.out()).isEmpty();
    if (!image.startsWith("quay")) {
      assertThat(run.err()).doesNotContain("matchImages");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "us, api://AzureADTokenExchangeUSGov",
    "cn, api://AzureADTokenExchangeChina",
    "io, api://AzureADTokenExchange"
  })
  void explainSaysOfASovereignCloudWhatItChecks(String domain, String audience) {
    Run run =
        run(
            "",
            "explain",
            "team.azurecr.%s/app".formatted(domain),
            "--acr-client-id=" + ID,
            TENANT);

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern("token audience +" + audience + "\n")
        .containsPattern("serviceAccountTokenAudience +" + audience + "\n")
        .contains("assumed: a token of service account default/default for " + audience + ";")
        .containsPattern("matchImages +\\*\\.azurecr\\." + domain);
  }

  private static final String ID = "11111111-2222-3333-4444-555555555555";
  private static final String TENANT = "--acr-tenant-id=" + ID;

  @Test
  void explainKnowsTheAudienceOfATokenThatNamesItsPool() {
    try (FakeClouds clouds = FakeClouds.start()) {
      Run run =
          run(
              clouds.issuer().token().audience(POOL).mint(),
              "explain",
              "us-docker.pkg.dev/p/r/app",
              "--token=-");

      assertThat(run.out())
          .containsPattern("serviceAccountTokenAudience +" + POOL)
          .doesNotContain("not known");
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void anExchangeWithoutATokenAsksForOne() {
    Run run = run("", "explain", "123456789012.dkr.ecr.us-east-1.amazonaws.com/app", "--exchange");

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err()).contains("--exchange needs a token").contains("hint: give --token=FILE");
  }

  static Stream<Arguments> entriesThatFailOnTheNode() {
    return Stream.of(
        row(
            "a deadline out of range",
            "ecr",
            "--deadline=99s",
            "'*.dkr.ecr.*.amazonaws.com'",
            "sts.amazonaws.com",
            "\"99s\" (--deadline)"),
        row(
            "an unknown log level",
            "ecr",
            "--log-level=foo",
            "public.ecr.aws",
            "sts.amazonaws.com",
            "\"foo\" (--log-level)"),
        row(
            "another cloud's registry",
            "acr",
            "--log-level=info",
            "gcr.io",
            "api://AzureADTokenExchange",
            "podpass serves no image that matches \"gcr.io\" with these args"),
        row(
            "another cloud's audience",
            "acr",
            "--log-level=info",
            "'*.azurecr.us'",
            "api://AzureADTokenExchange",
            "podpass needs api://AzureADTokenExchangeUSGov"),
        row(
            "a cloud that is not chosen",
            "acr",
            "--acr-cloud=public",
            "'*.azurecr.us'",
            "api://AzureADTokenExchange",
            "set --acr-cloud=us-government"),
        row(
            "pods that share",
            "ecr",
            "--cache-per-pod",
            "public.ecr.aws",
            "sts.amazonaws.com",
            "cacheType must be Token"));
  }

  private static Arguments row(String name, String... row) {
    return argumentSet(name, (Object) row);
  }

  @ParameterizedTest
  @MethodSource("entriesThatFailOnTheNode")
  void lintLetsNothingPassThatFailsOnTheNode(String[] row) {
    Run run =
        run(entry("podpass-" + row[0], row[2], row[3], row[0], row[1]), "config", "lint", "-");

    assertThat(run.status()).isEqualTo(78);
    assertThat(run.out()).contains(": ineffective: ").contains(row[4]);
  }

  @Test
  void lintTakesWhatWorksOnTheNode() {
    assertThat(
            run(
                    entry(
                        "podpass-acr",
                        "'*.azurecr.us'",
                        "api://AzureADTokenExchangeUSGov",
                        "acr",
                        "--log-level=info"),
                    "config",
                    "lint",
                    "-")
                .out())
        .isEqualTo("kubelet starts with this, and nothing is wrong\n");
    assertThat(
            run(
                    entry("podpass-gar", "'*-docker.pkg.dev'", POOL, "gar", "--log-level=info"),
                    "config",
                    "lint",
                    "-")
                .out())
        .contains("nothing is wrong");
  }

  private static String entry(
      String name, String image, String audience, String provider, String arg) {
    return """
    apiVersion: kubelet.config.k8s.io/v1
    kind: CredentialProviderConfig
    providers:
      - name: %s
        apiVersion: credentialprovider.kubelet.k8s.io/v1
        defaultCacheDuration: 0s
        matchImages: [%s]
        tokenAttributes:
          serviceAccountTokenAudience: %s
          cacheType: ServiceAccount
          requireServiceAccount: false
          optionalServiceAccountAnnotationKeys:
            - eks.amazonaws.com/ecr-role-arn
            - kubernetes.azure.com/acr-client-id
            - azure.workload.identity/client-id
            - kubernetes.azure.com/acr-tenant-id
            - azure.workload.identity/tenant-id
            - iam.gke.io/gcp-service-account
        args: [--provider=%s, %s]
    """
        .formatted(name, image, audience, provider, arg);
  }

  @Test
  void lintSeesTheCloudsOwnEntryThatAnswersFirst() {
    String text =
        entry(
                "podpass-ecr",
                "'*.dkr.ecr.*.amazonaws.com'",
                "sts.amazonaws.com",
                "ecr",
                "--log-level=info")
            .replace(
                "providers:\n",
                """
                providers:
                  - name: ecr-credential-provider
                    apiVersion: credentialprovider.kubelet.k8s.io/v1
                    defaultCacheDuration: 12h
                    matchImages: ["*.dkr.ecr.*.amazonaws.com"]
                """);

    Run run = run(text, "config", "lint", "-");

    assertThat(run.status()).isEqualTo(78);
    assertThat(run.out())
        .contains(
            "ineffective: ",
            "tries the credential of ecr-credential-provider first, which is not the pod's")
        .contains("--replace=ecr-credential-provider");
  }

  @ParameterizedTest
  @CsvSource({
    "--deadline=70s, --deadline",
    "--cache=maybe, --cache",
    "--log-level=foo, --log-level",
    "--max-cache-duration=abc, --max-cache-duration",
    "--env=PODPASS_DEADLINE=70s, PODPASS_DEADLINE",
    "--gar-audience=x, an option of the provider gar"
  })
  void configWritesNoValueThatFailsOnTheNode(String option, String named) {
    for (List<String> command :
        List.of(List.of("config"), List.of("config", "merge", "/nonexistent/c.yaml"))) {
      Run run =
          run(
              "",
              Stream.concat(command.stream(), Stream.of("--providers=ecr", option))
                  .toArray(String[]::new));

      assertThat(run.status()).isEqualTo(64);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains(named);
    }
  }
}
