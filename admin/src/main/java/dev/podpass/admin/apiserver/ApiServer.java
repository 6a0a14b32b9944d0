// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import dev.podpass.spi.secret.Redaction;
import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A client of the Kubernetes API server for the few requests that podpass's commands make:
 * SelfSubjectReview, SelfSubjectAccessReview, the node object and its pods, and a patch of its
 * taints.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/">
 *     Authorization</a>
 */
public final class ApiServer {
  /** Characters of a message of the API server. */
  private static final int LONGEST = 400;

  private static final String NODE = "system:node:";

  /** Few enough that a page is smaller than the largest answer that is read. */
  private static final int PAGE = 20;

  /** More pods than a node can run. */
  private static final int PAGES = 100;

  private final Kubeconfig kubeconfig;
  private final Connections connections;

  /**
   * Creates a client.
   *
   * @param connections opened with the kubeconfig's trust and client certificate
   */
  public ApiServer(Kubeconfig kubeconfig, Connections connections) {
    this.kubeconfig = kubeconfig;
    this.connections = connections;
  }

  /**
   * Returns the user name that the API server authenticates the credentials as, such as {@code
   * system:node:node-1}.
   *
   * @throws CredentialException if it does not answer, or does not accept the credentials
   */
  public String user() {
    JsonNode review = review("authentication.k8s.io", "SelfSubjectReview", node());
    return review.at("/status/userInfo/username").asText("");
  }

  /**
   * Returns whether the user may do something in every namespace.
   *
   * @param verb such as {@code get}
   * @param resource of the core group, such as {@code serviceaccounts}
   * @throws CredentialException if it does not answer
   */
  public boolean allows(String verb, String resource) {
    return allows(node().put("verb", verb).put("resource", resource));
  }

  /**
   * Returns whether the user may do something with one object of a namespace, as the API server
   * decides it when kubelet requests a token.
   *
   * @param object the namespace and the name, which RBAC rules may be limited to
   * @throws CredentialException if it does not answer
   */
  public boolean allows(String verb, String resource, ServiceAccountName object) {
    return allows(
        node()
            .put("namespace", object.namespace())
            .put("name", object.name())
            .put("verb", verb)
            .put("resource", resource));
  }

  private boolean allows(ObjectNode attributes) {
    ObjectNode spec = node();
    spec.set("resourceAttributes", attributes);
    JsonNode review = review("authorization.k8s.io", "SelfSubjectAccessReview", spec);
    return review.at("/status/allowed").asBoolean(false);
  }

  /**
   * Returns kubelet's version from the status of its node object.
   *
   * @param user that of {@link #user()}; only the name of a node can be looked up
   * @throws CredentialException if it does not answer
   */
  public Optional<String> kubeletVersion(String user) {
    if (!user.startsWith(NODE)) {
      return Optional.empty();
    }
    JsonNode node = get("/api/v1/nodes/" + user.substring(NODE.length()));
    return Optional.of(node.at("/status/nodeInfo/kubeletVersion").asText(""))
        .filter(version -> !version.isEmpty());
  }

  /**
   * Returns the pods that run on the user's node and have a service account.
   *
   * @param user that of {@link #user()}; a user that is not a node has no pods
   * @throws CredentialException if it does not answer
   */
  public List<NodePod> pods(String user) {
    if (!user.startsWith(NODE)) {
      return List.of();
    }
    String path =
        "/api/v1/pods?limit=%d&fieldSelector=spec.nodeName%%3D%s"
            .formatted(PAGE, user.substring(NODE.length()));
    List<NodePod> pods = new ArrayList<>();
    String next = "";
    for (int page = 0; page < PAGES; page++) {
      JsonNode list = get(path + next);
      list.path("items").forEach(pod -> NodePod.of(pod).ifPresent(pods::add));
      String token = list.at("/metadata/continue").asText("");
      if (token.isEmpty()) {
        break;
      }
      next = "&continue=" + URLEncoder.encode(token, UTF_8);
    }
    return List.copyOf(pods);
  }

  JsonNode get(String path) {
    return send(request("GET", path));
  }

  /** Applies a JSON Patch. */
  void patch(String path, JsonNode operations) {
    var _ =
        send(
            request("PATCH", path)
                .with("content-type", "application/json-patch+json")
                .with(operations.toString()));
  }

  private JsonNode review(String group, String kind, ObjectNode spec) {
    ObjectNode body = node().put("apiVersion", group + "/v1").put("kind", kind);
    if (!spec.isEmpty()) {
      body.set("spec", spec);
    }
    String path = "/apis/" + group + "/v1/" + kind.toLowerCase(Locale.ROOT) + "s";
    return send(
        request("POST", path).with("content-type", "application/json").with(body.toString()));
  }

  private HttpRequest request(String method, String path) {
    URI uri = URI.create(kubeconfig.server().toString().replaceFirst("/$", "") + path);
    HttpRequest request = HttpRequest.of(method, uri).with("accept", "application/json");
    return kubeconfig.token().isPresent()
        ? request.with("authorization", "Bearer " + kubeconfig.token().get().reveal())
        : request;
  }

  private JsonNode send(HttpRequest request) {
    return object(request.uri(), connections.send(request));
  }

  private static JsonNode object(URI uri, HttpResponse response) {
    if (response.status() / 100 != 2) {
      throw new CredentialException(
          response.status() == 401 || response.status() == 403 ? Kind.DENIED : Kind.UNAVAILABLE,
          "%s answers HTTP %d".formatted(uri, response.status()) + reason(response));
    }
    try {
      return StrictJson.object(response.body());
    } catch (MalformedJsonException e) {
      throw new CredentialException(Kind.UNAVAILABLE, uri + " does not answer in JSON").causedBy(e);
    }
  }

  /** What admission says, in the message of the Status object. */
  private static String reason(HttpResponse response) {
    try {
      String message = StrictJson.object(response.body()).path("message").asText("");
      String line = Redaction.line(message);
      return line.isEmpty()
          ? ""
          : ": " + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line);
    } catch (MalformedJsonException _) {
      return "";
    }
  }

  private static ObjectNode node() {
    return JsonNodeFactory.instance.objectNode();
  }
}
