// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Redaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Event of a pull without a credential: on its pod, or on its node if the cloud is unavailable.
 *
 * @param cause of which there is one Event in some time
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/">Event</a>
 */
public record PullFailureEvent(
    String node, String namespace, ObjectNode regarding, String cause, String note) {
  static final String REASON = "ImagePullCredentialFailed";

  private static final String CONTROLLER = "podpass";

  /** Bytes of a note, of the 1,024 that the API takes. */
  private static final int LONGEST = 1_000;

  /** Characters of the names of a pod and an image in names and notes. */
  private static final int LONGEST_NAME = 200;

  /** The cloud's own code, as a failure's message quotes it. */
  private static final Pattern CODE =
      Pattern.compile("failed: (?:(?<code>[A-Za-z][\\w.:-]{0,63}) \\()?(?<status>HTTP \\d{3})");

  private static final Pattern NODE_PATH = Pattern.compile("(?<![\\w:/.@-])/[\\w.@/-]+");
  private static final Pattern NODE_PROXY = Pattern.compile("(?i)proxy");
  private static final String HINT = "; hint: ";

  /** The Event that a line of this node's audit log asks for. */
  public static Optional<PullFailureEvent> of(ObjectNode line, String node) {
    String result = line.path("result").asText();
    // The placeholder is an answer for the images that the pod has pulled before, and for no other.
    Optional<Kind> kind =
        result.equals("placeholder")
            ? Optional.of(Kind.UNAVAILABLE)
            : Arrays.stream(Kind.values())
                .filter(candidate -> candidate.name().toLowerCase(Locale.ROOT).equals(result))
                .findFirst();
    if (kind.isEmpty() || !line.path("node").asText().equals(node)) {
      return Optional.empty();
    }
    String failure = line.path("failure").asText();
    String what = kind.get().name().toLowerCase(Locale.ROOT).replace('_', ' ') + code(failure);
    return kind.get().mayPass()
        ? Optional.of(ofNode(line.path("provider").asText(), node, what))
        : ofPod(line, node, result, what + hint(failure));
  }

  private static PullFailureEvent ofNode(String provider, String node, String what) {
    // Kubelet's own Events about a node have the name as its UID.
    return new PullFailureEvent(
        node,
        "default",
        reference("Node", node, node),
        "node " + provider,
        note(
            "no credentials of the provider %s: %s; kubelet tries again"
                .formatted(provider, what)));
  }

  private static Optional<PullFailureEvent> ofPod(
      ObjectNode line, String node, String result, String what) {
    String namespace = line.path("namespace").asText();
    String pod = line.path("pod").asText();
    String uid = line.path("pod_uid").asText();
    if (!namespace.matches("[a-z0-9-]{1,63}")
        || !pod.matches("[a-z0-9][a-z0-9.-]{0,252}")
        || !uid.matches("[A-Za-z0-9-]{1,64}")) {
      return Optional.empty();
    }
    return Optional.of(
        new PullFailureEvent(
            node,
            namespace,
            reference("Pod", pod, uid).put("namespace", namespace),
            uid + " " + result,
            note("no credential for %s: %s".formatted(cut(line.path("image").asText()), what))));
  }

  private static ObjectNode reference(String kind, String name, String uid) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("apiVersion", "v1")
        .put("kind", kind)
        .put("name", name)
        .put("uid", uid);
  }

  private static String code(String failure) {
    Matcher code = CODE.matcher(failure);
    return !code.find()
        ? ""
        : code.group("code") == null
            ? ", " + code.group("status")
            : ", %s (%s)".formatted(code.group("code"), code.group("status"));
  }

  /** Whoever may see the pod need not know the files and the proxy of the node. */
  private static String hint(String failure) {
    int hint = failure.lastIndexOf(HINT);
    return hint < 0 || NODE_PROXY.matcher(failure.substring(hint)).find()
        ? HINT + "see podpass's message in the log of the node's kubelet"
        : NODE_PATH.matcher(failure.substring(hint)).replaceAll("(a file of the node)");
  }

  private static String note(String text) {
    String line = Redaction.line(text).replaceAll("[^ -~]", "?");
    return line.length() > LONGEST ? line.substring(0, LONGEST - 3) + "..." : line;
  }

  private static String cut(String name) {
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  /** Where it is created. */
  public String path() {
    return "/apis/events.k8s.io/v1/namespaces/" + namespace + "/events";
  }

  /** The object, whose name is of that time, so that no repeated request makes a second one. */
  public ObjectNode object(Instant now) {
    ObjectNode event =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", "events.k8s.io/v1")
            .put("kind", "Event")
            // A MicroTime.
            .put(
                "eventTime",
                now.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ".000000Z"))
            .put("type", "Warning")
            .put("reason", REASON)
            .put("action", "PullImage")
            .put("note", note)
            .put("reportingController", CONTROLLER)
            .put("reportingInstance", node);
    event
        .putObject("metadata")
        .put("namespace", namespace)
        .put(
            "name",
            cut(regarding.path("name").asText()).replaceFirst("[.-]+$", "")
                + "."
                + Long.toHexString(now.toEpochMilli()));
    event.set("regarding", regarding);
    return event;
  }
}
