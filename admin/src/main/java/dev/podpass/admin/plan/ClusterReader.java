// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.podpass.admin.text.SmallFile;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code kubectl get … -o json} prints, object by object: a {@code List}, or several
 * objects after each other, of any kind and in any order.
 */
public final class ClusterReader {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int STEP = 10_000;
  private static final String PULL_SECRETS = "imagePullSecrets";

  /** The objects of a cluster that decide about pulls. */
  public static final String KUBECTL =
      "kubectl get nodes,pods,serviceaccounts,deployments,statefulsets,daemonsets,cronjobs,jobs -A"
          + " -o json";

  private static final String COMMAND = "give it what %s prints".formatted(KUBECTL);

  private final Set<String> annotationKeys;
  private final Set<String> namespaces;
  private final LongConsumer progress;
  private final Cluster cluster = new Cluster();
  private long objects;

  /**
   * Keeps these annotations of service accounts, and tells how many objects have been read.
   *
   * @param namespaces those to read; empty for all
   */
  public ClusterReader(Set<String> annotationKeys, Set<String> namespaces, LongConsumer progress) {
    this.annotationKeys = Set.copyOf(annotationKeys);
    this.namespaces = Set.copyOf(namespaces);
    this.progress = progress;
  }

  public Cluster cluster() {
    if (cluster.pods() + cluster.templates() == 0) {
      throw new CredentialException(
          Kind.BAD_REQUEST,
          "the input has no pod and no template of pods"
              + (namespaces.isEmpty() ? "" : " in " + String.join(", ", namespaces)),
          COMMAND);
    }
    return cluster;
  }

  /** Reads one input to its end. */
  public void read(String name, InputStream in) {
    try (PushbackInputStream stream = new PushbackInputStream(in, 2);
        JsonParser json = JSON.createParser(uncompressed(name, stream))) {
      while (json.nextToken() != null) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
          throw malformed(name, "it is not a Kubernetes object", json.currentLocation());
        }
        object(json, "");
      }
    } catch (JsonEOFException e) {
      throw malformed(name, "it ends in the middle of an object", e.getLocation()).causedBy(e);
    } catch (StreamConstraintsException e) {
      throw malformed(name, "a value is too long or too deep", e.getLocation()).causedBy(e);
    } catch (JacksonException e) {
      throw malformed(name, "it is not JSON", e.getLocation()).causedBy(e);
    } catch (IOException e) {
      throw SmallFile.unreadable(name, e);
    }
  }

  private static InputStream uncompressed(String name, PushbackInputStream in) throws IOException {
    byte[] begin = in.readNBytes(2);
    if (begin.length == 0) {
      throw new CredentialException(Kind.BAD_REQUEST, name + " is empty", COMMAND);
    }
    if (begin.length == 2 && begin[0] == 0x1f && begin[1] == (byte) 0x8b) {
      throw new CredentialException(
          Kind.BAD_REQUEST, name + " is compressed", "gunzip -c FILE | podpass plan");
    }
    in.unread(begin);
    return in;
  }

  /** Jackson does not know where a limit was exceeded. */
  private static CredentialException malformed(
      String name, String what, @Nullable JsonLocation where) {
    String place =
        where == null
            ? ""
            : " (line %d, column %d)".formatted(where.getLineNr(), where.getColumnNr());
    return new CredentialException(
        Kind.BAD_REQUEST, name + " cannot be used: " + what + place, COMMAND);
  }

  /** Reads one object; the items of a list may leave out the kind that the list names. */
  private void object(JsonParser json, String kindOfItems) throws IOException {
    Map<String, String> texts = new HashMap<>(Map.of("kind", kindOfItems));
    ObjectFields[] metadata = {ObjectFields.NONE};
    PodTemplate pod = new PodTemplate();
    ObjectFields.each(
        json,
        (name, value) -> {
          switch (name) {
            case "kind" -> texts.put(name, value.getText());
            case "metadata" -> metadata[0] = ObjectFields.metadata(value);
            case "spec" -> pod.read(value);
            case "status" -> status(value, texts);
            case PULL_SECRETS -> ObjectFields.items(value, (_, _) -> texts.put(name, ""));
            case "items" -> items(value, texts.getOrDefault("kind", ""));
            default -> value.skipChildren();
          }
        });
    add(texts.getOrDefault("kind", ""), texts, metadata[0], pod);
  }

  private static void status(JsonParser json, Map<String, String> texts) throws IOException {
    ObjectFields.each(
        json,
        (name, value) -> {
          switch (name) {
            case "phase" -> texts.put(name, value.getText());
            case "nodeInfo" ->
                ObjectFields.each(value, (key, text) -> ObjectFields.put(texts, key, text));
            default -> value.skipChildren();
          }
        });
  }

  private void items(JsonParser json, String kindOfList) throws IOException {
    String kind =
        kindOfList.endsWith("List") ? kindOfList.substring(0, kindOfList.length() - 4) : "";
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      object(json, kind);
    }
  }

  private void add(
      String kind, Map<String, String> texts, ObjectFields metadata, PodTemplate template) {
    if (++objects % STEP == 0) {
      progress.accept(objects);
    }
    if (kind.equals("Node")) {
      cluster.addNode(
          metadata.name(), ClosedNode.reason(metadata.name(), metadata.labels(), texts));
      return;
    }
    if (!namespaces.isEmpty() && !namespaces.contains(metadata.namespace())) {
      return;
    }
    PodTemplate pod = template.of(metadata);
    switch (kind) {
      case "Pod" -> {
        if (Set.of("Succeeded", "Failed").contains(texts.getOrDefault("phase", ""))) {
          cluster.addTemplate(pod);
        } else {
          cluster.add(pod);
        }
      }
      case "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob" -> cluster.addTemplate(pod);
      case "ServiceAccount" -> {
        Map<String, String> kept = new HashMap<>(metadata.annotations());
        kept.keySet().retainAll(annotationKeys);
        cluster.add(
            new ServiceAccount(metadata.namespace(), metadata.name()),
            kept,
            texts.containsKey(PULL_SECRETS));
      }
      default -> {
        if (!kind.endsWith("List")) {
          cluster.skip(kind.isEmpty() ? "objects without a kind" : kind);
        }
      }
    }
  }
}
