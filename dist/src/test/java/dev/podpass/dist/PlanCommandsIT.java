// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands that {@code plan} prints: each does what the plan says. */
class PlanCommandsIT extends PlanFixture {
  @Test
  void namesTrustOnlyWhereThereIsAGuide() throws IOException {
    Shell.Result result =
        run(
            "--providers=passthrough --passthrough-registry=%s %s"
                .formatted(ExampleWorld.OWN_REGISTRY, cluster("", "", ExampleWorld.OWN_IMAGE)));

    assertThat(result.status()).as(result.printed()).isZero();
    assertThat(result.printed())
        .containsPattern("as themselves +1 pod")
        .contains(
            "podpass rbac --providers=passthrough --passthrough-registry="
                + ExampleWorld.OWN_REGISTRY)
        .doesNotContain("podpass trust");
  }

  static Stream<Arguments> commands() {
    String ecr = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    return Stream.of(
        Arguments.argumentSet(
            "options",
            "--providers=ecr --ecr-role-arn='arn:aws:iam::{account}:role/{namespace}'"
                + " --token-audience=pulls --ecr-pull-through",
            "",
            ecr + "/x",
            List.of(
                "- pulls\n",
                "audience='pulls'",
                "role_arn='arn:aws:iam::123456789012:role/shop'",
                "pull_through='yes'")),
        Arguments.argumentSet(
            "a mirror",
            "--providers=ecr --mirror=docker.io=%s/hub".formatted(ecr),
            "eks.amazonaws.com/ecr-role-arn=arn:aws:iam::210987654321:role/pull",
            "nginx",
            List.of(
                "# as the IAM role arn:aws:iam::210987654321:role/pull",
                "#   %s/hub/library/nginx".formatted(ecr))),
        Arguments.argumentSet(
            "an annotation, which options do not override",
            "--providers=ecr --ecr-role-arn=arn:aws:iam::123456789012:role/other",
            "eks.amazonaws.com/ecr-role-arn=arn:aws:iam::210987654321:role/pull",
            "public.ecr.aws/nginx/nginx",
            List.of("# as the IAM role arn:aws:iam::210987654321:role/pull", "public='yes'")),
        Arguments.argumentSet(
            "an account to impersonate",
            "--providers=gar"
                + " --gar-audience=//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/my-pool/providers/own-one",
            "iam.gke.io/gcp-service-account=pull@project.iam.gserviceaccount.com",
            "europe-docker.pkg.dev/project/apps/x",
            List.of("provider='own-one'", "account='pull@project.iam.gserviceaccount.com'")),
        Arguments.argumentSet(
            "an account to impersonate, with the pool of GKE",
            "--providers=gar"
                + " --gar-audience=identitynamespace:my-project.svc.id.goog:https://oidc.example.com/cluster"
                + " --gar-service-account=x@p.iam.gserviceaccount.com",
            "",
            "us-docker.pkg.dev/p/r/a",
            List.of("account='x@p.iam.gserviceaccount.com'", "annotation=''")),
        Arguments.argumentSet(
            "a role of podpass trust, which its annotation names",
            "--providers=ecr",
            "eks.amazonaws.com/ecr-role-arn=arn:aws:iam::123456789012:role/podpass-shop_cart",
            ecr + "/x",
            List.of("# as the IAM role arn:aws:iam::123456789012:role/podpass-shop_cart")),
        Arguments.argumentSet(
            "an identity binding",
            "--providers=acr --acr-client-id=11111111-2222-3333-4444-555555555555"
                + " --acr-identity-binding-sni=sni.example.com"
                + " --acr-identity-binding-server=192.0.2.1",
            "",
            "a.azurecr.io/x",
            List.of("cluster='CLUSTER'")),
        Arguments.argumentSet(
            "an image of Docker Hub",
            "--providers=quay --registry=docker.io,quay.io --exchange-identity=a+b",
            "",
            "nginx",
            List.of("repositories='library/nginx'")),
        Arguments.argumentSet(
            "a long name",
            "--providers=jfrog --registry=acme.jfrog.io"
                + " --exchange-fields=provider_name=kubernetes-production-eu-west-1-blue",
            "",
            "acme.jfrog.io/customer-portal-backend-services-production-eu-1-and-its-observability/app",
            List.of("integration='kubernetes-production-eu-west-1-blue'")));
  }

  /** Each command is run as it is printed. */
  @ParameterizedTest
  @MethodSource("commands")
  void namesCommandsThatDoWhatThePlanSays(
      String options, String annotation, String image, List<String> expected) throws IOException {
    String account =
        annotation.isEmpty()
            ? ""
            : ", \"annotations\": {\"%s\": \"%s\"}".formatted((Object[]) annotation.split("=", 2));

    JsonNode plan =
        JSON.readTree(run("--json " + options + " " + cluster(account, "", image)).printed());

    StringBuilder printed = new StringBuilder();
    List<JsonNode> commands = new ArrayList<>();
    plan.get("next").forEach(commands::add);
    for (String whose : List.of("imagesChosenByOwners", "identitiesChosenByOwners")) {
      plan.get(whose).forEach(chosen -> commands.add(chosen.get("command")));
    }
    for (JsonNode next : commands) {
      Shell.Result result =
          shell()
              .run(
                  next.textValue()
                      .replace(" | kubectl apply -f -", "")
                      .replace("ISSUER", "https://oidc.example.com/cluster"));
      assertThat(result.status()).as(next + result.printed()).isZero();
      printed.append(result.printed());
    }
    assertThat(commands).hasSize(2);
    assertThat(printed).contains(expected);
  }

  @Test
  void aScriptForOneRegistryIsPrintedForEach() throws IOException {
    String options =
        "--json --providers=quay --registry=docker.io,quay.io --exchange-identity=a+b "
            + cluster("", "", "nginx\"}, {\"image\": \"quay.io/team/app");

    JsonNode chosen = JSON.readTree(run(options).printed()).get("imagesChosenByOwners");

    assertThat(chosen).hasSize(2);
    StringBuilder scripts = new StringBuilder();
    for (JsonNode trust : chosen) {
      Shell.Result script =
          shell()
              .run(
                  trust.get("command").textValue().replace("ISSUER", "https://oidc.example.com/c"));
      assertThat(script.status()).as(script.printed()).isZero();
      scripts.append(script.printed());
    }
    assertThat(scripts)
        .contains("service='https://docker.io'", "repositories='library/nginx'\n")
        .contains("service='https://quay.io'", "repositories='team/app'\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--exchange-identity=puller, '', imagesChosenByOwners",
    "'', ', \"annotations\": {\"podpass.dev/cloudsmith-service\": \"puller\"}', identitiesChosenByOwners"
  })
  void anImageThatItsRegistryCannotHaveIsInTheWayOfNoOther(
      String identity, String annotations, String section) throws IOException {
    String options =
        "--json --providers=cloudsmith --exchange-fields=organization=my-company %s "
                .formatted(identity)
            + cluster(
                annotations,
                "",
                "docker.cloudsmith.io/library/x\"},"
                    + " {\"image\": \"docker.cloudsmith.io/my-company/repo/app");

    JsonNode chosen = JSON.readTree(run(options).printed()).get(section);
    String trust = chosen.get(0).get("command").textValue();

    assertThat(trust)
        .contains("podpass trust cloudsmith", "--image=docker.cloudsmith.io/my-company/repo/app")
        .doesNotContain("/library/x");
    assertThat(shell().run(trust.replace("ISSUER", "https://oidc.example.com/c")).status())
        .isZero();
  }

  @Test
  void imagesOfTwoOrganizationsHaveACommandEach() throws IOException {
    String images = "cgr.dev/one/app\"}, {\"image\": \"cgr.dev/two/app";
    String options =
        "--json --providers=chainguard --exchange-identity=%s/%s "
                .formatted("0123456789".repeat(4), "0123456789abcdef")
            + cluster("", "", images);

    JsonNode chosen = JSON.readTree(run(options).printed()).get("imagesChosenByOwners");

    assertThat(chosen).hasSize(2);
    for (JsonNode trust : chosen) {
      String command = trust.get("command").textValue().replace("ISSUER", "https://a.example/c");
      assertThat(shell().run(command).status()).as(command).isZero();
    }
  }

  /** Whoever may create a pod may name another team's image, which it never pulls. */
  @Test
  void anImageIsNotAmongTheCommandsToCopy() throws IOException {
    String options =
        "--providers=ecr --ecr-role-arn='arn:aws:iam::{account}:role/{namespace}' "
            + cluster("", "", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/payroll/secret:1");
    JsonNode plan = JSON.readTree(run("--json " + options).printed());

    PlanSchema.published().check(plan);
    assertThat(plan.get("next").toString()).contains("podpass rbac").doesNotContain("payroll");
    assertThat(plan.get("identitiesChosenByOwners")).isEmpty();
    assertThat(plan.get("imagesChosenByOwners")).hasSize(1);
    assertThat(run(options).printed())
        .containsPattern(
            "(?s)\nnext\n  podpass rbac [^\n]*\n\n"
                + "images chosen by the owners of the pods: run only if the service account may"
                + " pull them\n  podpass trust ecr [^\n]*/payroll/secret\n$");
  }

  /** Whoever may annotate a service account may name an administrator's role. */
  @Test
  void anIdentityThatAnAnnotationNamesIsNotAmongTheCommandsToCopy() throws IOException {
    String account =
        ", \"annotations\": {\"eks.amazonaws.com/ecr-role-arn\":"
            + " \"arn:aws:iam::123456789012:role/Admin\"}";
    String options =
        "--providers=ecr --platform=eks --first "
            + cluster(account, "", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/x");
    JsonNode plan = JSON.readTree(run("--json " + options).printed());

    assertThat(plan.get("next").toString()).doesNotContain("trust");
    assertThat(plan.get("imagesChosenByOwners")).isEmpty();
    assertThat(plan.get("identitiesChosenByOwners")).hasSize(1);
    assertThat(plan.get("identitiesChosenByOwners").get(0).get("source").textValue())
        .isEqualTo("annotation eks.amazonaws.com/ecr-role-arn");
    assertThat(run(options).printed())
        .containsPattern(
            "(?s)\n"
                + "next\n"
                + "  podpass rbac [^\n"
                + "]*\n\n"
                + "identities chosen by owners: run only if the service account may have its"
                + " identity and pull the images\n"
                + "  podpass trust ecr [^\n"
                + "]*role/Admin");
  }

  static Stream<Arguments> annotations() {
    String pool =
        " --gar-audience=//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/my-pool/providers/own-one";
    String consent = "--providers=gar --gar-require-annotation=iam.gke.io/enable-wi-image-pull";
    String image = "us-docker.pkg.dev/p/r/a";
    String annotate = "kubectl -n shop annotate serviceaccount cart ";
    return Stream.of(
        Arguments.of(consent + pool, "", image, annotate + "iam.gke.io/enable-wi-image-pull=true"),
        Arguments.of(
            consent + pool,
            ", \"annotations\": {\"iam.gke.io/enable-wi-image-pull\": \"false\"}",
            image,
            annotate + "--overwrite iam.gke.io/enable-wi-image-pull=true"),
        Arguments.of(
            "--providers=ecr",
            "",
            "123456789012.dkr.ecr.eu-west-1.amazonaws.com/x",
            annotate + "eks.amazonaws.com/ecr-role-arn=VALUE"),
        Arguments.of(
            "--providers=acr",
            "",
            "a.azurecr.io/x",
            annotate
                + "kubernetes.azure.com/acr-client-id=VALUE"
                + " kubernetes.azure.com/acr-tenant-id=VALUE"));
  }

  @ParameterizedTest
  @MethodSource("annotations")
  void namesTheAnnotationsOfTheFix(String options, String account, String image, String command)
      throws IOException {
    JsonNode plan =
        JSON.readTree(run("--json " + options + " " + cluster(account, "", image)).printed());

    assertThat(plan.get("next").get(1).textValue()).isEqualTo(command);
  }

  @Test
  void aNameThatKubernetesDoesNotAllowIsRefused() throws IOException {
    Shell.Result result =
        run(
            "--providers=ecr "
                + cluster("", "", "a.example/x").replace("\"shop\"", "\"$(touch x)\""));

    assertThat(result.status()).isEqualTo(65);
    assertThat(result.printed()).contains("a name that Kubernetes does not allow: $(touch x)/cart");
  }

  @Test
  void aLongNameIsNoSecret() throws IOException {
    String name = "service-account-of-team-platform-observability-collector-5f7d8c9b6d4a3e2f1";
    String options =
        "--providers=ecr "
            + cluster("", "", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/x")
                .replace("\"cart\"", "\"" + name + "\"");

    assertThat(run(options).printed()).contains("shop/" + name).doesNotContain("[secret]");
    assertThat(run("--json --all " + options).printed())
        .contains("annotate serviceaccount " + name)
        .doesNotContain("[secret]");
  }
}
