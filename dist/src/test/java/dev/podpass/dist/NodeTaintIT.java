// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Shell;
import dev.podpass.testkit.net.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a pass needs the network for: {@code --startup-taint} and the keys of an issuer. */
class NodeTaintIT extends OnMadeUpNode {
  private static final String API = "api.cluster.example";
  private static final String TOKEN = "planted-token-of-the-pod";
  private static final String UNTAINT =
      "install --providers=acr --startup-taint=podpass.dev/not-ready --node-name=node-1";

  @AutoClose private final FakeClouds clouds = FakeClouds.start();
  private String created = "2026-11-01T00:00:00Z";

  @BeforeEach
  void prepare() throws IOException {
    clouds.serve(API, request -> tainted());
    Files.writeString(folder.resolve("token"), TOKEN);
    Files.copy(clouds.caFile(), folder.resolve("ca.crt"));
  }

  private Answer tainted() {
    return Answer.json(
        200,
        """
        {"metadata":{"creationTimestamp":"%s"},
         "spec":{"taints":[{"key":"podpass.dev/not-ready","effect":"NoSchedule"}]}}\
        """
            .formatted(created));
  }

  private Shell behindTheProxy() {
    Map<String, String> environment = new HashMap<>(clouds.environment());
    environment.put("PATH", "/srv/bin:/usr/bin:/bin");
    environment.put("KUBERNETES_SERVICE_HOST", API);
    environment.put("KUBERNETES_SERVICE_PORT", "443");
    return new Shell(folder, environment);
  }

  /** Runs it where the files of a pod's service account are. */
  private Shell.Result inAPod(String command) {
    return asPod(node.beside(command));
  }

  private Shell.Result asPod(String line) {
    return behindTheProxy()
        .run(
            "on-node sh -euc 'mount -t tmpfs none /run;"
                + " d=/run/secrets/kubernetes.io/serviceaccount; mkdir -p $d; cp token ca.crt $d; "
                + line.replace("'", "")
                + "'");
  }

  @Test
  void removesItWhenKubeletRunsWithPodpass() {
    Shell.Result result = inAPod(UNTAINT);

    assertThat(result.status()).as(result.printed()).isZero();
    assertThat(result.printed())
        .endsWith(
            """
            kubelet was restarted and is healthy
            removed the taint podpass.dev/not-ready from node node-1
            """)
        .doesNotContain(TOKEN);
    assertThat(clouds.received().requestsTo(API))
        .hasSize(2)
        .last()
        .satisfies(request -> {
          assertThat(request.method()).isEqualTo("PATCH");
          assertThat(request.path()).isEqualTo("/api/v1/nodes/node-1");
          assertThat(request.header("authorization")).contains("Bearer " + TOKEN);
        });
  }

  /** An entry that is there stays: pulls by its node cache, or as the node, may go on. */
  @Test
  void addsNoEntryForWhoseAudienceKubeletMayRequestNoToken() throws IOException {
    node.write(
        "/etc/kubernetes/kubelet.conf",
        """
        current-context: x
        contexts: [{name: x, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: "https://%s", certificate-authority: ca.crt}}]
        users: [{name: u, user: {token: %s}}]
        """
            .formatted(API, TOKEN));
    node.write("/etc/kubernetes/ca.crt", Files.readString(clouds.caFile()));
    AtomicReference<String> answer = new AtomicReference<>("{\"allowed\":false}");
    clouds.serve(API, _ -> Answer.json(201, "{\"status\":%s}".formatted(answer.get())));
    String install = "install --providers=acr --node-grant=ns/podpass --node-metrics-file=m.prom";
    assertThat(behindTheProxy().run("restart-kubelet").status()).isZero();
    int restarts = node.restarts();

    Shell.Result denied = inAPod(install);

    assertThat(denied.status()).as(denied.printed()).isEqualTo(69);
    assertThat(denied.printed())
        .isEqualTo(
            "podpass: kubelet may not request tokens for api://AzureADTokenExchange, so it would not"
                + " run podpass; nothing was changed; hint: grant it with the chart's rbac.create,"
                + " or podpass rbac; the next pass tries again\n");
    assertThat(clouds.received().requestsTo(API))
        .last()
        .satisfies(request -> {
          assertThat(request.header("authorization")).contains("Bearer " + TOKEN);
          assertThat(request.body().text()).contains("\"namespace\":\"ns\",\"name\":\"podpass\"");
        });
    assertThat(node.read(MadeUpNode.CONFIG)).doesNotContain("podpass");
    assertThat(node.restarts()).isEqualTo(restarts);
    assertThat(folder.resolve("m.prom")).content().contains("\npodpass_node_denied_audiences 1\n");

    answer.set("{\"allowed\":false,\"evaluationError\":\"x\"}");
    assertThat(inAPod(install).status()).as("what is not certain keeps nothing").isZero();
    answer.set("{\"allowed\":false}");
    Shell.Result there = inAPod(install);
    assertThat(there.status()).as(there.printed()).isZero();
    assertThat(there.printed()).contains("api://AzureADTokenExchange, so it does not run podpass");
    assertThat(folder.resolve("m.prom")).content().contains("\npodpass_node_denied_audiences 1\n");
    answer.set("{\"allowed\":true}");
    assertThat(inAPod(install).printed()).doesNotContain("may not");
    assertThat(folder.resolve("m.prom")).content().contains("\npodpass_node_denied_audiences 0\n");
  }

  /** For all users, a taint of the node pool stays (Azure/AKS#2934). */
  @Test
  void namesTheTaintThatAksProtectsWhenTheNodeHasPodpass() throws IOException {
    Answer refused =
        Answer.json(
            400,
            """
            {"kind":"Status","code":400,"message":"admission webhook \
            \\"aks-node-validating-webhook.azmk8s.io\\" denied the request: Taint delete request refused."}
            """);
    clouds.serve(API, request -> request.method().equals("GET") ? tainted() : refused);

    Shell.Result result = inAPod(UNTAINT);

    assertThat(result.status()).as(result.printed()).isEqualTo(69);
    assertThat(result.printed())
        .contains(
            "the taint podpass.dev/not-ready cannot be removed from node node-1: ",
            " answers HTTP 400: admission webhook \"aks-node-validating-webhook.azmk8s.io\" denied",
            "; hint: AKS lets nothing in the cluster remove a taint of a node pool: set it as a node"
                + " initialization taint instead; see docs/platforms/aks.md");
    assertThat(node.runningWith()).contains("- name: podpass-acr\n");
  }

  /** Pods would wait for podpass in vain. */
  @Test
  void removesItFromANodeThatPodpassDoesNotChange() throws IOException {
    node.write("/etc/os-release", "ID=bottlerocket\n");

    Shell.Result result = inAPod(UNTAINT);

    assertThat(result.status()).as(result.printed()).isEqualTo(78);
    assertThat(result.printed())
        .contains("removed the taint podpass.dev/not-ready from node node-1\n");
    assertThat(node.restarts()).isZero();
  }

  @Test
  void removesItWithPodpass() {
    assertThat(node.podpass("install --providers=acr").status()).isZero();

    Shell.Result result =
        inAPod("uninstall --startup-taint=podpass.dev/not-ready --node-name=node-1");

    assertThat(result.status()).as(result.printed()).isZero();
    assertThat(result.printed())
        .endsWith("removed the taint podpass.dev/not-ready from node node-1\n");
  }

  /** Its pods would wait for ever. */
  @Test
  void removesItFromAnOldNodeWherePassesFail() {
    Shell.Result result = inAPod(UNTAINT + " --config-file=/missing/config.yaml");

    assertThat(result.status()).as(result.printed()).isNotZero();
    assertThat(result.printed()).contains("removed the taint podpass.dev/not-ready");

    created = Instant.now().toString();
    assertThat(inAPod(UNTAINT + " --config-file=/missing/config.yaml").printed())
        .doesNotContain("removed the taint");
  }

  @Test
  void leavesItUntilKubeletHasReadItsConfiguration() {
    Shell.Result result = inAPod(UNTAINT + " --no-restart");

    assertThat(result.status()).as(result.printed()).isZero();
    assertThat(result.printed()).endsWith("restart kubelet to use it\n");
    assertThat(clouds.received().requestsTo(API)).isEmpty();
  }

  @Test
  void copiesTheKeysOfAnIssuerAndThoseThatItRotatesTo() throws IOException {
    AtomicReference<String> published = new AtomicReference<>("old");
    String keys =
        "{\"keys\": [{\"kty\": \"RSA\", \"kid\": \"%s\", \"n\": \"AQAB\", \"e\": \"AQAB\"}]}";
    String issuer = "https://issuer.example";
    clouds.serve(
        "issuer.example",
        request ->
            Answer.json(
                200,
                request.path().equals("/keys")
                    ? keys.formatted(published.get())
                    : "{\"issuer\": \"%1$s\", \"jwks_uri\": \"%1$s/keys\"}".formatted(issuer)));
    String install = "install --providers=acr --token-jwks=/etc/keys.json --token-issuer=" + issuer;

    Shell.Result result = inAPod(install);

    assertThat(result.status()).as(result.printed()).isZero();
    assertThat(node.read("/etc/keys.json")).isEqualTo(keys.formatted("old"));
    published.set("new");
    assertThat(inAPod(install).status()).isZero();
    assertThat(node.read("/etc/keys.json")).isEqualTo(keys.formatted("new"));
    assertThat(node.podpass(install))
        .satisfies(offline -> {
          assertThat(offline.status()).isZero();
          assertThat(offline.printed()).contains("/etc/keys.json is not refreshed: ");
        });
    node.write("/etc/keys.json", keys.formatted("edited"));
    assertThat(inAPod(install).printed())
        .contains("/etc/keys.json is not refreshed: /etc/keys.json exists, and podpass did not");
    assertThat(node.read("/etc/keys.json")).isEqualTo(keys.formatted("edited"));
  }

  /** In a container it would be killed at the end of its grace. */
  @Test
  void endsBySigtermWhileItWaitsForTheApiServer() throws IOException {
    assertThat(inAPod("install --providers=acr").status()).isZero();
    clouds.serve(
        API,
        request -> {
          // The answer would come after a minute.
          assertThat(node.shell().run("on-node sh -c 'kill $(cat pid)'").status()).isZero();
          LockSupport.parkNanos(Duration.ofMinutes(1).toNanos());
          return tainted();
        });
    long begin = System.nanoTime();

    Shell.Result result =
        asPod(
            node.beside(UNTAINT.replace("install", "reconcile --once"))
                + " & echo $! >pid; wait $! || echo ended with $?");

    assertThat(result.printed()).contains("ended with 143");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
  }
}
