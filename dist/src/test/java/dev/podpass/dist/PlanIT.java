// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.kubeletconfig.ImagePattern;
import dev.podpass.admin.plan.StockEntry;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code plan} on clusters of EKS, GKE and AKS: images and service accounts of the platforms' own
 * add-ons, as these name them, and those of a shop.
 *
 * <ul>
 *   <li>aws-node: config/master/aws-k8s-cni.yaml of aws/amazon-vpc-cni-k8s
 *   <li>kube-proxy, coredns of EKS: the user guide's pages of both (awsdocs/amazon-eks-user-guide)
 *   <li>ebs-csi, aws-load-balancer-controller, karpenter, metrics-server: values.yaml of the charts
 *       in kubernetes-sigs/aws-ebs-csi-driver, kubernetes-sigs/aws-load-balancer-controller,
 *       aws/karpenter-provider-aws, kubernetes-sigs/metrics-server
 *   <li>gke.gcr.io, konnectivity-agent: explorers/support_containers.go of
 *       google/container-explorer, and deploy/kubernetes/base/node_linux of
 *       kubernetes-sigs/gcp-compute-persistent-disk-csi-driver
 *   <li>REGION-artifactregistry.gcr.io/gke-release/gke-release: KUBE_PROXY_IMAGE in the kube-env of
 *       GKE's nodes
 *   <li>mcr.microsoft.com: parts/common/components.json of Azure/AgentBaker, and for the webhook
 *       charts/workload-identity-webhook of Azure/azure-workload-identity
 * </ul>
 */
class PlanIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CLUSTERS = Path.of("src/test/resources/plan").toAbsolutePath();
  private static final String GKE =
      "--gar-audience=identitynamespace:shop-prod.svc.id.goog:https://container.googleapis.com/v1/projects/shop-prod/locations/l/clusters/c"
          + " --gar-require-annotation=iam.gke.io/enable-wi-image-pull";

  /** A workstation has no such file. */
  private static final String AKS = "--acr-azure-config=/etc/kubernetes/azure.json";

  @TempDir private Path folder;

  private Shell shell() throws IOException {
    return BuiltProgram.shell(folder, Map.of("CLUSTERS", CLUSTERS.toString()));
  }

  private Shell.Result run(String options) throws IOException {
    return shell().run("podpass plan " + options);
  }

  static Stream<Arguments> switches() {
    return Stream.of(
        Arguments.argumentSet(
            "EKS, beside the stock entry",
            "--platform=eks --providers=ecr --first $CLUSTERS/eks.json",
            0,
            Set.of(
                "shop/cart 111122223333.dkr.ecr.eu-central-1.amazonaws.com: the node, itself (4)")),
        Arguments.argumentSet(
            "EKS, in the place of the stock entry",
            "--platform=eks --providers=ecr --replace=ecr-credential-provider $CLUSTERS/eks.json",
            78,
            Set.of(
                "ci/runner 111122223333.dkr.ecr.eu-central-1.amazonaws.com: the node, fails (0)",
                "kube-system/aws-load-balancer-controller public.ecr.aws: the node, anonymous (2)",
                "kube-system/aws-node 602401143452.dkr.ecr.eu-central-1.amazonaws.com: the node,"
                    + " fails (3)",
                "kube-system/ebs-csi-node-sa public.ecr.aws: the node, anonymous (3)",
                "kube-system/karpenter public.ecr.aws: the node, anonymous (2)",
                "kube-system/coredns 602401143452.dkr.ecr.eu-central-1.amazonaws.com: the node,"
                    + " fails (2)",
                "kube-system/kube-proxy 602401143452.dkr.ecr.eu-central-1.amazonaws.com: the node,"
                    + " fails (3)",
                "shop/cart 111122223333.dkr.ecr.eu-central-1.amazonaws.com: the node, itself (4)",
                "shop/default 111122223333.dkr.ecr.eu-central-1.amazonaws.com: the node, fails"
                    + " (1)",
                "shop/web 111122223333.dkr.ecr.eu-central-1.amazonaws.com: the node, fails (3)")),
        Arguments.argumentSet(
            "EKS, in its place, pods without an identity as the node",
            "--platform=eks --providers=ecr --replace=ecr-credential-provider"
                + " --without-identity=node --without-token=node $CLUSTERS/eks.json",
            0,
            Set.of(
                "shop/cart 111122223333.dkr.ecr.eu-central-1.amazonaws.com: the node, itself (4)")),
        Arguments.argumentSet(
            "GKE, by annotation",
            "--platform=gke --providers=gar --replace=auth-provider-gcp --without-identity=node"
                + " --without-token=node "
                + GKE
                + " $CLUSTERS/gke.json",
            0,
            Set.of("shop/cart europe-west3-docker.pkg.dev: the node, itself (2)")),
        Arguments.argumentSet(
            "AKS, by AKS's annotation",
            "--platform=aks --providers=acr --replace=acr-credential-provider"
                + " --otherwise=node "
                + AKS
                + " $CLUSTERS/aks.json",
            0,
            Set.of("shop/cart shopprod.azurecr.io: the node, itself (2)")));
  }

  @ParameterizedTest
  @MethodSource("switches")
  void saysWhoPullsInAnotherWay(String options, int status, Set<String> changes)
      throws IOException {
    Shell.Result result = run(options + " --json");

    assertThat(result.status()).as(result.printed()).isEqualTo(status);
    JsonNode plan = JSON.readTree(result.printed());
    PlanSchema.published().check(plan);
    Set<String> found = new TreeSet<>();
    for (JsonNode pull : plan.get("pulls")) {
      if (pull.get("changes").booleanValue()) {
        found.add(
            "%s %s: %s, %s (%d)"
                .formatted(
                    pull.get("serviceAccount").textValue(),
                    pull.get("registry").textValue(),
                    pull.get("today").get("credential").textValue(),
                    pull.get("then").get("credential").textValue(),
                    pull.get("pods").intValue()));
      }
    }
    assertThat(found).isEqualTo(new TreeSet<>(changes));
  }

  /** A plan of another stock entry than a node has says of some image that nobody pulls it. */
  @Test
  void knowsTheEntryThatNodeadmWrites() {
    assertThat(images(StockEntry.EKS.configuration())).isEqualTo(images(EksNodeIT.STOCK));
  }

  private static List<ImagePattern> images(String configuration) {
    return ConfigFile.read(configuration).entries().getFirst().patterns();
  }

  @Tag("smoke")
  @Test
  void fitsAScreenAndNamesTheFix() throws IOException {
    Shell.Result result =
        run(
            "--platform=eks --providers=ecr --replace=ecr-credential-provider <"
                + " $CLUSTERS/eks.json");

    assertThat(result.status()).isEqualTo(78);
    assertThat(result.printed().lines().toList())
        .hasSizeLessThan(40)
        .contains(
            "  failing               12 pods, 6 service accounts",
            "  602401143452.dkr.ecr.eu-central-1.amazonaws.com: 8 pods of kube-system/aws-node,"
                + " kube-system/coredns, kube-system/kube-proxy",
            "  podpass trust ecr --issuer=ISSUER --service-account=shop/cart"
                + " --ecr-role-arn=arn:aws:iam::111122223333:role/cart-pulls"
                + " --image=111122223333.dkr.ecr.eu-central-1.amazonaws.com/models/ranking"
                + " --image=111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop/cart")
        .anyMatch(
            line -> line.startsWith("    fix: annotate it with eks.amazonaws.com/ecr-role-arn"));
  }

  /** A pod and its service account, as a here-document. */
  private static String cluster(String account, String pod, String image) {
    return """
    <<'END'
    {"items": [
      {"kind": "ServiceAccount", "metadata": {"namespace": "shop", "name": "cart"%s}},
      {"kind": "Pod", "metadata": {"namespace": "shop", "name": "cart-1"},
       "spec": {"serviceAccountName": "cart"%s, "containers": [{"image": "%s"}]}}]}
    END
    """
        .formatted(account, pod, image);
  }

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
                + " --gar-audience=identitynamespace:my-project.svc.id.goog:https://i.example.com"
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
    plan.get("identitiesChosenByOwners").forEach(chosen -> commands.add(chosen.get("command")));
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
    assertThat(plan.get("identitiesChosenByOwners")).hasSize(1);
    assertThat(plan.get("identitiesChosenByOwners").get(0).get("source").textValue())
        .isEqualTo("annotation eks.amazonaws.com/ecr-role-arn");
    assertThat(run(options).printed())
        .containsPattern(
            "(?s)\n"
                + "next\n"
                + "  podpass rbac [^\n"
                + "]*\n\n"
                + "named by the owners of the service accounts: run only if each may have its"
                + " identity\n"
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

  /** Kubelet passes none for them. */
  @Test
  void aStaticPodHasNoAnnotationsOfAServiceAccount() throws IOException {
    String cluster =
        """
        <<'END'
        {"items": [
          {"kind": "ServiceAccount", "metadata": {"namespace": "shop", "name": "default", "annotations":
            {"kubernetes.azure.com/acr-tenant-id": "66666666-7777-8888-9999-000000000000"}}},
          {"kind": "Pod", "metadata": {"namespace": "shop", "name": "a",
            "annotations": {"kubernetes.io/config.mirror": "x"}},
           "spec": {"containers": [{"image": "a.azurecr.io/x"}]}}]}
        END
        """;

    Shell.Result result =
        run(
            "--providers=acr --platform=aks --replace=acr-credential-provider --otherwise=node "
                + AKS
                + " "
                + cluster);

    assertThat(result.status()).as(result.printed()).isZero();
    assertThat(result.printed()).containsPattern("as the node +1 pod");
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

  /** Nobody has read the pull secret: it may be for another registry. */
  @Test
  void takesNoPullSecretForProof() throws IOException {
    String cluster =
        cluster(
            "",
            ", \"imagePullSecrets\": [{\"name\": \"x\"}]",
            "123456789012.dkr.ecr.eu-west-1.amazonaws.com/x");
    Shell.Result fails =
        run("--platform=eks --providers=ecr --replace=ecr-credential-provider " + cluster);
    assertThat(fails.status()).isEqualTo(78);
    assertThat(fails.printed())
        .containsPattern("by unread secrets +1 pod, 1 service account\n")
        .contains("\n    unless its pull secret is for this registry\n")
        .contains("\n  not yet ready: the namespace shop\n");

    Shell.Result asTheNode = run("--platform=eks --providers=ecr --first " + cluster);
    assertThat(asTheNode.status()).isZero();
    assertThat(asTheNode.printed()).containsPattern("by unread secrets +none\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--providers=gar",
        "--providers=jfrog",
        "--providers=ecr --platform=eks",
        "--providers=ecr --platform=eks --replace=acr-credential-provider"
      })
  void aWrongOptionIsNoFailingPod(String options) throws IOException {
    assertThat(run(options + " $CLUSTERS/eks.json").status()).isEqualTo(64);
  }

  @Test
  void listsEveryServiceAccountOnRequest() throws IOException {
    assertThat(run("--providers=ecr --platform=eks --first --all $CLUSTERS/eks.json").printed())
        .contains("not by podpass (virtual nodes)", "not by podpass (Windows nodes)")
        .containsPattern("same +kube-system/metrics-server +registry.k8s.io +1 ");
  }

  /** One value or another has all of it. */
  @Test
  void hasASchemaOnItsPage() throws IOException {
    PlanSchema schema = PlanSchema.published();
    for (String command :
        List.of(
            "podpass plan --providers=ecr --platform=eks --replace=ecr-credential-provider --json"
                + " $CLUSTERS/eks.json",
            "grep -v '\"ServiceAccount\"' $CLUSTERS/eks.json | podpass plan --providers=ecr"
                + " --json",
            "podpass plan --providers=ecr --json $CLUSTERS/eks.json > before.json || true; podpass"
                + " plan --providers=ecr --before=before.json --json $CLUSTERS/eks.json",
            "echo '{\"kind\": \"Node\", \"metadata\": {\"name\": \"a\"}}' | cat -"
                + " $CLUSTERS/aks.json | podpass plan --providers=acr --json "
                + AKS)) {
      schema.check(JSON.readTree(shell().run(command).printed()));
    }

    assertThat(schema.unused()).isEmpty();
  }

  /** DNS and the plugins of the clouds do; kubelet's patterns do not. */
  @Test
  void comparesTheHostsOfRegistriesWithoutCase() throws IOException {
    String options =
        "podpass plan --providers=acr --platform=aks --replace=acr-credential-provider --all "
            + AKS;
    String plan = shell().run("sed s/shopprod/ShopProd/ $CLUSTERS/aks.json | " + options).printed();

    assertThat(plan).containsPattern("shop/cart +ShopProd.azurecr.io .* itself");
    assertThat(plan.replace("ShopProd", "shopprod"))
        .isEqualTo(shell().run(options + " $CLUSTERS/aks.json").printed());
    assertThat(shell().run("sed s/azurecr/AzureCR/ $CLUSTERS/aks.json | " + options).printed())
        .containsPattern("same +shop/cart +shopprod.AzureCR.io .* anonymous");
  }

  @Test
  void looksAtNodesWherePodpassCannotBe() throws IOException {
    String cluster =
        """
        <<'END'
        {"kind": "List", "items": [
          {"kind": "Node", "metadata": {"name": "old"},
           "status": {"nodeInfo": {"osImage": "Amazon Linux 2023", "kubeletVersion": "v1.33.4"}}},
          {"kind": "Pod", "metadata": {"namespace": "shop", "name": "a"}, "spec": {"nodeName": "old",
           "containers": [{"image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/x"}]}}]}
        END
        """;

    Shell.Result result =
        run("--platform=eks --providers=ecr --replace=ecr-credential-provider --all " + cluster);

    assertThat(result.status()).as(result.printed()).isZero();
    assertThat(result.printed())
        .containsPattern("nodes +1\n")
        .contains("not by podpass (kubelets before 1.34)")
        .doesNotContain("skipped");
  }

  @Test
  void tellsEachNamespaceItsPart() throws IOException {
    String options = "--platform=eks --providers=ecr --replace=ecr-credential-provider";

    assertThat(run(options + " --by-namespace=csv $CLUSTERS/eks.json").printed())
        .isEqualTo(
            """
            namespace,pods,as themselves,as the node,by unread secrets,without a credential,not by podpass,failing,changed
            ci,2,0,0,0,0,2,0,0
            kube-system,16,0,0,0,8,0,8,15
            shop,8,4,0,1,7,0,4,8
            """);
    assertThat(run(options + " --by-namespace=markdown --namespace=ci $CLUSTERS/eks.json"))
        .isEqualTo(
            new Shell.Result(
                78,
                """
                | namespace | pods | as themselves | as the node | by unread secrets | without a credential | not by podpass | failing | changed |
                | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
                | ci | 2 | 0 | 0 | 0 | 0 | 2 | 0 | 0 |
                """));
  }

  @Test
  void showsWhatGotWorse() throws IOException {
    String entry = "podpass plan --platform=eks --providers=ecr --replace=ecr-credential-provider";
    String before = entry + " --json $CLUSTERS/eks.json > before.json || true; ";
    String now = entry + " --before=before.json --fail-on=worse ";

    Shell.Result same = shell().run(before + now + "$CLUSTERS/eks.json");
    assertThat(same.status()).as(same.printed()).isZero();
    assertThat(same.printed()).contains("worse than before\n  none\n");

    String worse = "sed 's|ecr-role-arn|removed|' $CLUSTERS/eks.json | " + now;
    Shell.Result fails = shell().run(before + worse);
    assertThat(fails.status()).isEqualTo(78);
    assertThat(fails.printed())
        .contains(
            """
            worse than before
              111122223333.dkr.ecr.eu-central-1.amazonaws.com: 4 pods of shop/cart
            """);
    JsonNode json = JSON.readTree(shell().run(before + worse + "--json").printed());
    PlanSchema.published().check(json);
    assertThat(json.get("pulls").findValuesAsText("worse")).containsOnlyOnce("true");

    assertThat(run("--providers=ecr --fail-on=worse $CLUSTERS/eks.json").status()).isEqualTo(64);
    assertThat(run("--providers=ecr --before=$CLUSTERS/eks.json $CLUSTERS/eks.json").printed())
        .contains("is no plan; hint: give what podpass plan --json printed");
  }

  /** Kubelet tries it before every plugin, and what it pulls is open to all pods of the node. */
  @Test
  void looksAtTheDockerConfigOfTheNodes() throws IOException {
    String config =
        "echo '{\"auths\": {\"https://111122223333.dkr.ecr.eu-central-1.amazonaws.com\": {\"auth\":"
            + " \"c2VjcmV0\"}}}' > config.json; ";

    Shell.Result result =
        shell()
            .run(
                config
                    + "podpass plan --platform=eks --providers=ecr"
                    + " --replace=ecr-credential-provider --node-docker-config=config.json"
                    + " --namespace=shop --json $CLUSTERS/eks.json");

    assertThat(result.status()).as(result.printed()).isZero();
    assertThat(result.printed())
        .contains("\"entry\": \"kubelet's docker config\"")
        .doesNotContain("c2VjcmV0", "\"itself\"");
  }

  @Test
  void canFailOnAnyChange() throws IOException {
    assertThat(
            run("--providers=ecr --platform=eks --first --fail-on=changes $CLUSTERS/eks.json")
                .status())
        .isEqualTo(78);
  }
}
