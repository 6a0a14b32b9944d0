// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.kubeletconfig.ImagePattern;
import dev.podpass.admin.plan.StockEntry;
import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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
class PlanIT extends PlanFixture {
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
  void canFailOnAnyChange() throws IOException {
    assertThat(
            run("--providers=ecr --platform=eks --first --fail-on=changes $CLUSTERS/eks.json")
                .status())
        .isEqualTo(78);
  }
}
