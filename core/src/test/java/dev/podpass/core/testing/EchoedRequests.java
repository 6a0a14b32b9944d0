// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.testing;

import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.ReceivedRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Refusals of a cloud that contain the body and the credentials of the request. */
final class EchoedRequests {
  private EchoedRequests() {}

  /** Errors that echo the last request in every field that may contain text. */
  static Map<String, UnaryOperator<Answer>> of(
      FakeClouds clouds, ReceivedRequest request, int status) {
    Map<String, UnaryOperator<Answer>> all = new LinkedHashMap<>();
    String name = "HTTP " + status + " that echoes the request in ";
    all.put(
        name + "XML",
        _ ->
            Answer.of(
                status,
                "text/xml",
                "<ErrorResponse><Error><Code>Echo</Code><Message>%s</Message></Error></ErrorResponse>"
                    .formatted(sent(clouds, request).replace("&", "&amp;").replace("<", "&lt;"))));
    all.put(
        name + "OAuth's JSON",
        _ ->
            Answer.json(
                status,
                "{\"__type\":%1$s,\"message\":%1$s,\"error\":%1$s,\"error_description\":%1$s,\"trace_id\":%1$s}"
                    .formatted(quoted(sent(clouds, request)))));
    all.put(
        name + "Google's and a registry's JSON",
        _ ->
            Answer.json(
                status,
                "{\"error\":{\"status\":%1$s,\"message\":%1$s},\"errors\":[{\"code\":%1$s,\"message\":%1$s}]}"
                    .formatted(quoted(sent(clouds, request)))));
    all.put(name + "text", _ -> Answer.of(status, "text/plain", sent(clouds, request)));
    return all;
  }

  private static String sent(FakeClouds clouds, ReceivedRequest like) {
    ReceivedRequest last = clouds.received().requestsTo(like.host()).getLast();
    return last.header("Authorization").orElse("-")
        + " "
        + last.header("X-Amz-Security-Token").orElse("-")
        + " "
        + last.body().text();
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }
}
