// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.admin.apiserver.ApiServer;
import dev.podpass.admin.apiserver.Kubeconfig;
import dev.podpass.admin.apiserver.NodePod;
import dev.podpass.admin.apiserver.ServiceAccountName;
import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What is said of RBAC that is there for some namespaces or service accounts. */
class RbacCheckTest {
  private static final String STOCK =
      """
        - name: stock
          matchImages: ["*.pkg.dev", quay.io]
          defaultCacheDuration: 12h
          apiVersion: credentialprovider.kubelet.k8s.io/v1
      """;
  private static final String CONFIG =
      """
      apiVersion: kubelet.config.k8s.io/v1
      kind: CredentialProviderConfig
      providers:
        - name: podpass-gar
          matchImages: ["*.pkg.dev", "gcr.io/*/["]
          defaultCacheDuration: 0s
          apiVersion: credentialprovider.kubelet.k8s.io/v1
          tokenAttributes: {serviceAccountTokenAudience: pool, cacheType: Token}
      """;
  private static final ServiceAccountName APP = new ServiceAccountName("team-a", "app");
  private static final ServiceAccountName WEB = new ServiceAccountName("team-b", "web");
  private static final NodePod NEEDS_A = new NodePod(APP, List.of("nginx", "us.pkg.dev/p/r/a:1"));
  private static final NodePod NEEDS_B =
      new NodePod(WEB, List.of("eu.pkg.dev/p/r/b@sha256:" + "0".repeat(64)));
  private static final NodePod OTHER =
      new NodePod(new ServiceAccountName("kube-system", "dns"), List.of("coredns", "quay.io/a/b"));

  private final List<String> asked = new ArrayList<>();
  private Set<String> allowed = Set.of();

  @Test
  void aClusterRoleIsEnough() {
    allowed = Set.of("/");

    assertThat(check(CONFIG, List.of(), NEEDS_A))
        .isEqualTo(Check.ok("RBAC", "kubelet may get-token pool in every namespace"));
    assertThat(asked).containsExactly("/");
  }

  @Test
  void rolesForAllPodsOfTheNodeAreEnough() {
    allowed = Set.of("team-a/app", "team-b/web");

    assertThat(check(CONFIG, List.of(), NEEDS_A, NEEDS_B, OTHER))
        .isEqualTo(
            Check.ok(
                "RBAC",
                "kubelet may get-token pool for the pods on this node of team-a/app, team-b/web;"
                    + " other service accounts were not checked"));
    assertThat(asked).containsExactly("/", "team-a/app", "team-b/web");
  }

  @Test
  void aRoleForSomePodsMayBeIntended() {
    allowed = Set.of("team-a/app");

    assertThat(check(CONFIG, List.of(), NEEDS_A, NEEDS_B))
        .isEqualTo(
            Check.warning(
                "RBAC",
                "kubelet may not get-token pool for the pods on this node of team-b/web, so podpass"
                    + " is not run for their pulls",
                "leave it if that is intended, or podpass rbac --providers=… --namespace=team-b |"
                    + " kubectl apply -f -"));
  }

  @Test
  void aRoleForNoPodIsAFault() {
    assertThat(check(CONFIG, List.of(), NEEDS_A, OTHER))
        .isEqualTo(
            Check.failed(
                "RBAC",
                "kubelet may not get-token pool for the pods on this node of team-a/app, so their"
                    + " pulls are anonymous",
                "podpass rbac --providers=… --namespace=team-a | kubectl apply -f -"));
  }

  /** Their pulls go on as they did before podpass. */
  @Test
  void podsThatAnotherEntryServesMayBeLeftToIt() {
    assertThat(check(CONFIG + STOCK, List.of(), NEEDS_A).verdict())
        .isEqualTo(Check.Verdict.WARNING);
  }

  @Test
  void withoutPodsItIsNotKnown() {
    Check check = check(CONFIG, List.of(), OTHER);

    assertThat(check.verdict()).isEqualTo(Check.Verdict.WARNING);
    assertThat(check.finding())
        .isEqualTo(
            "kubelet may not get-token pool in every namespace; Roles of single namespaces were not"
                + " checked, for there is no pod on this node that needs them");
    assertThat(check.todo())
        .hasValueSatisfying(todo -> assertThat(todo).contains("--service-account="));
  }

  @Test
  void theOperatorsAccountsAreCheckedAloneAndStrictly() {
    allowed = Set.of("/", "team-a/app");

    assertThat(check(CONFIG + STOCK, List.of(APP), NEEDS_B))
        .isEqualTo(
            Check.ok(
                "RBAC",
                "kubelet may get-token pool for team-a/app; other service accounts were not"
                    + " checked"));
    assertThat(check(CONFIG + STOCK, List.of(APP, WEB)).verdict()).isEqualTo(Check.Verdict.FAILED);
    assertThat(asked).doesNotContain("/");
  }

  /** What follows a slash is the name of an object for {@code kubectl auth can-i}. */
  @Test
  void anAudienceWithASlashIsNotCheckedWithCanI() {
    assertThat(new RbacCheck("RBAC", "get", "sts.amazonaws.com").byHand())
        .startsWith("kubectl auth can-i get 'sts.amazonaws.com' -A --as=system:node:$(hostname) ");
    assertThat(new RbacCheck("RBAC", "get", "api://AzureADTokenExchange").byHand())
        .contains(
            "\"resourceAttributes\":{\"verb\":\"get\",\"resource\":\"api://AzureADTokenExchange\"}}}'"
                + " | kubectl create -o 'jsonpath={.status.allowed}' -f -;")
        .doesNotContain("can-i", "\n");
  }

  @Test
  void aLongListIsCut() {
    NodePod[] pods = new NodePod[7];
    for (int i = 0; i < pods.length; i++) {
      pods[i] = new NodePod(new ServiceAccountName("n" + i, "x"), List.of("a.pkg.dev/p/r/a"));
    }

    assertThat(check(CONFIG, List.of(), pods).finding())
        .contains("of n0/x, n1/x, n2/x, n3/x, n4/x and 2 more, so");
  }

  private Check check(String config, List<ServiceAccountName> given, NodePod... pods) {
    Kubeconfig kubeconfig =
        new Kubeconfig(
            URI.create("https://api.example"),
            new CaBundle(List.of()),
            Optional.empty(),
            Optional.empty());
    NeededAccounts needed = new NeededAccounts(ConfigFile.read(config).entries(), List.of(pods));
    ApiServer api = new ApiServer(kubeconfig, new Reviewer());
    RbacCheck right = new RbacCheck("RBAC", "get-token", "pool");
    return given.isEmpty()
        ? right.everywhere(api).orElseGet(() -> right.ofPods(api, needed, List.of("pool")))
        : right.ofGiven(api, given);
  }

  /** Decides as RBAC would; {@code /} is every namespace and name. */
  private final class Reviewer implements Connections {
    @Override
    public HttpResponse send(HttpRequest request, Predicate<HttpResponse> busy) {
      JsonNode attributes = object(request).at("/spec/resourceAttributes");
      assertThat(attributes.path("verb").asText()).isEqualTo("get-token");
      assertThat(attributes.path("resource").asText()).isEqualTo("pool");
      String object =
          attributes.path("namespace").asText("") + "/" + attributes.path("name").asText("");
      asked.add(object);
      return HttpResponse.of(
          201, "{\"status\":{\"allowed\":%s}}".formatted(allowed.contains(object)));
    }

    private JsonNode object(HttpRequest request) {
      try {
        return StrictJson.object(request.body());
      } catch (MalformedJsonException e) {
        throw new IllegalArgumentException(e);
      }
    }
  }
}
