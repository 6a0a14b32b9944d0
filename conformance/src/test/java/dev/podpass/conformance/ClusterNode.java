// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.exchange.FakeExchanges;
import dev.podpass.testkit.exchange.Federation;
import dev.podpass.testkit.gcp.PoolProvider;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.oidc.PublishedIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/** The one node of the cluster that {@code conformance/cluster/node.sh} has prepared. */
final class ClusterNode implements AutoCloseable {
  static final String ECR = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

  /** The path of Docker Hub's images in ECR. */
  static final String DOCKER_HUB = "docker-hub";

  static final String ARTIFACT_REGISTRY = "us-docker.pkg.dev";
  static final String ACR = ExampleWorld.ACR_REGISTRY;

  /** Whose tokens are exchanged for logins by a service of its operator. */
  static final String OWN_REGISTRY = ExampleWorld.OWN_REGISTRY;

  /** Takes the tokens of the cluster's pods as they are. */
  static final String ZOT = "zot.example.com";

  static final String STS = "sts.us-east-1.amazonaws.com";
  static final String GOOGLE_STS = "sts.googleapis.com";

  /** Whom Google lets pull, as what they are without impersonation. */
  static final String GOOGLE_READER = "system:serviceaccount:team-a:gar-reader";

  /** Whom the operator's own registries let pull. */
  static final String OWN_PULLER = "system:serviceaccount:team-a:own-puller";

  private static final List<String> CLOUD_HOSTS =
      List.of(
          STS,
          "sts.us-east-1.api.aws",
          "api.ecr.us-east-1.amazonaws.com",
          "api.ecr-public.us-east-1.amazonaws.com",
          "ecr-public.us-east-1.api.aws",
          GOOGLE_STS,
          "login.microsoftonline.com",
          FakeExchanges.TOKEN_EXCHANGE,
          FakeExchanges.VAULT);
  private static final URI UPSTREAM = URI.create("http://127.0.0.1:5000");

  private final Path directory = Path.of(Kubelet.property("cluster.directory"));
  private final ApiServer api = new ApiServer(directory.resolve("pki/ca.crt"));
  private final FakeClouds clouds = FakeClouds.start();
  private final ClusterNetwork network = new ClusterNetwork(clouds, directory);
  private final PublishedIssuer issuer = issuer();
  private Process kubelet;

  private ClusterNode(BiFunction<Path, Map<String, String>, Process> kubelet) {
    Clouds.trust(clouds, issuer);
    CLOUD_HOSTS.forEach(network::add);
    network.addRegistry(ECR, guarded(Admission.ofEcr(clouds, ECR)));
    network.mirror("docker.io", ECR, DOCKER_HUB);
    var google = PoolProvider.of(ExampleWorld.GCP_PROVIDER, issuer);
    var gke = ExampleWorld.gkeCluster(issuer);
    var readers =
        Set.of(
            google.principal(GOOGLE_READER),
            google.principal("system:serviceaccount:team-a:app"),
            gke.principal("team-a", "app"));
    network.addRegistry(ARTIFACT_REGISTRY, guarded(Admission.ofArtifactRegistry(clouds, readers)));
    FakeHost azure = clouds.azure().host(ACR).orElseThrow();
    network.addRegistry(ACR, new BearerRegistry(guarded(Admission.ofAzure(clouds, ACR)), azure));
    clouds
        .exchanges()
        .tokenExchange()
        .trust("pull", new Federation(issuer, OWN_PULLER, OWN_REGISTRY));
    network.addRegistry(OWN_REGISTRY, guarded(Admission.ofExchange(clouds)));
    network.addRegistry("ghcr.io", guarded(Admission.ofStore(clouds)));
    network.addRegistry(ZOT, guarded(Admission.ofTokens(issuer, OWN_PULLER, ZOT)));
    this.kubelet = kubelet.apply(directory, variables());
  }

  /** The environment of what calls the clouds. */
  Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>(clouds.environment());
    variables.remove("HTTPS_PROXY"); // Here the clouds are found by their names.
    return variables;
  }

  /** The issuer of the cluster's tokens. */
  String issuerUrl() {
    return issuer.url();
  }

  /** That issuer, as clouds know it. */
  PublishedIssuer publishedIssuer() {
    return issuer;
  }

  private static GuardedRegistry guarded(Admission admission) {
    var content = new UpstreamRegistry(UPSTREAM, HttpClient.newHttpClient());
    return new GuardedRegistry(content, admission);
  }

  /** Gives the node these taints, and no others; each as YAML writes it. */
  void taint(String... taints) {
    api.apply(
        "/api/v1/nodes/node-1",
        "{apiVersion: v1, kind: Node, metadata: {name: node-1}, spec: {taints: [%s]}}"
            .formatted(String.join(", ", taints)));
  }

  /** The keys of the node's taints. */
  List<String> taints() {
    return api.get("/api/v1/nodes/node-1").at("/spec/taints").findValuesAsText("key");
  }

  /** Starts the clouds, and a kubelet that has podpass and may request tokens for it. */
  static ClusterNode start() {
    ClusterNode node = start(ClusterKubelet::withPodpass);
    node.createNamespaces();
    node.rights().allow();
    return node;
  }

  /** Starts the clouds and a kubelet, which gets the cluster's directory and its variables. */
  static ClusterNode start(BiFunction<Path, Map<String, String>, Process> kubelet) {
    ClusterNode node = new ClusterNode(kubelet);
    await("the node is ready", node::isReady);
    return node;
  }

  /** Has another kubelet, which has no credential in memory, with these options for podpass. */
  void restartKubelet(String... options) {
    stopKubelet();
    kubelet = ClusterKubelet.withPodpass(directory, variables(), options);
  }

  void stopKubelet() {
    kubelet.destroy();
    await("kubelet has ended", () -> !kubelet.isAlive());
  }

  /** Creates those that the scenarios' pods run in. */
  void createNamespaces() {
    for (String name : List.of("team-a", "team-b")) {
      api.create(
          "/api/v1/namespaces",
          "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(name));
    }
  }

  FakeClouds clouds() {
    return clouds;
  }

  TokenRights rights() {
    return new TokenRights(api);
  }

  ApiServer api() {
    return api;
  }

  Path directory() {
    return directory;
  }

  /** The running versions, as the node reports them. */
  String versions() {
    JsonNode info = api.get("/api/v1/nodes/node-1").at("/status/nodeInfo");
    return "kubelet %s, %s, kernel %s"
        .formatted(
            info.path("kubeletVersion").asText(),
            info.path("containerRuntimeVersion").asText(),
            info.path("kernelVersion").asText());
  }

  /** Of its version, as the node reports it. */
  int kubeletMinor() {
    String version = api.get("/api/v1/nodes/node-1").at("/status/nodeInfo/kubeletVersion").asText();
    return Integer.parseInt(version.replaceFirst("v1\\.(\\d+)\\..*", "$1"));
  }

  /** Whether kubelet verifies that a pod may use an image that is there (KEP-2535). */
  boolean verifiesImages() {
    return kubeletMinor() >= 35;
  }

  void createServiceAccount(String namespace, String name, Map<String, String> annotations) {
    api.create(
        "/api/v1/namespaces/" + namespace + "/serviceaccounts",
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: %s, annotations: %s}
        automountServiceAccountToken: false
        """
            .formatted(name, new JsonMapper().valueToTree(annotations)));
  }

  /** Creates a pod and waits until its container runs, or its image cannot be had. */
  ClusterPod run(ClusterPod pod) {
    long begin = System.nanoTime();
    create(pod);
    await(pod.name() + " runs or cannot", () -> pod.isSettled(api));
    Duration time = Duration.ofNanos(System.nanoTime() - begin);
    System.out.printf(
        "   %s/%s: %s after %d ms%n",
        pod.namespace(),
        pod.name(),
        pod.isRunning(api) ? "Running" : "ErrImagePull",
        time.toMillis());
    return pod;
  }

  /** Creates a pod. */
  void create(ClusterPod pod) {
    api.create("/api/v1/namespaces/" + pod.namespace() + "/pods", pod.yaml());
  }

  /** Deletes a pod and waits until the kubelet has nothing to do with it any more. */
  void delete(ClusterPod pod) {
    api.delete(pod.path());
    await(pod.name() + " is gone", () -> api.find(pod.path()).isEmpty());
  }

  /** The kubelet's log so far. */
  String log() {
    try {
      return Files.readString(directory.resolve("kubelet.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The cluster is real, and has its own pace. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("waited in vain: " + what);
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted: " + what, e);
      }
    }
  }

  private PublishedIssuer issuer() {
    try {
      Path jwks = directory.resolve("jwks.json");
      Files.writeString(jwks, api.get("/openid/v1/jwks").toString());
      String url = api.get("/.well-known/openid-configuration").path("issuer").asText();
      return PublishedIssuer.of(url, jwks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isReady() {
    if (!kubelet.isAlive()) {
      throw new IllegalStateException("the kubelet ended: " + log());
    }
    return api.find("/api/v1/nodes/node-1").stream()
        .flatMap(node -> node.at("/status/conditions").valueStream())
        .anyMatch(condition ->
            condition.path("type").asText().equals("Ready")
                && condition.path("status").asText().equals("True"));
  }

  @Override
  public void close() {
    kubelet.destroy();
    clouds.close();
  }
}
