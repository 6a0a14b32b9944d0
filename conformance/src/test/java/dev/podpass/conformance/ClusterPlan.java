// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What {@code podpass plan} says of the pods and service accounts that the API server has.
 *
 * @param printed its JSON
 */
record ClusterPlan(JsonNode printed) {
  /** By the options that kubelet's configuration is made with. */
  static ClusterPlan of(ClusterNode node) throws IOException {
    Path cluster = node.directory().resolve("cluster.json");
    Files.writeString(
        cluster,
        node.api().get("/api/v1/pods").toString() + node.api().get("/api/v1/serviceaccounts"));
    List<String> arguments =
        Configuration.commandLine(
            "plan",
            ClusterKubelet.CLOUDS,
            ClusterKubelet.MIRROR,
            ClusterKubelet.AS_THE_NODE,
            "--json",
            cluster.toString());
    String printed = Command.attempt(BuiltPlugin.line(arguments)).output();
    System.out.println("   podpass plan: " + printed.replaceAll("\\s+", " "));
    return new ClusterPlan(new JsonMapper().readTree(printed));
  }

  /** By service account and registry. */
  Map<String, String> credentials() {
    return printed
        .path("pulls")
        .valueStream()
        .collect(
            Collectors.toMap(
                pull -> pull.path("serviceAccount").asText() + " " + pull.path("registry").asText(),
                pull -> pull.at("/then/credential").asText()));
  }

  /** Why a pod would fail. */
  String reason() {
    return printed.findPath("reason").asText();
  }
}
