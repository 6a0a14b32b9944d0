// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testing;

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
        _ -> {
          String text = quoted(sent(clouds, request));
          return Answer.json(
              status,
              "{\"__type\":%s,\"message\":%s,\"error\":%s,\"error_description\":%s,\"trace_id\":%s}"
                  .formatted(text, text, text, text, text));
        });
    all.put(
        name + "Google's and a registry's JSON",
        _ -> {
          String text = quoted(sent(clouds, request));
          return Answer.json(
              status,
              "{\"error\":{\"status\":%s,\"message\":%s},\"errors\":[{\"code\":%s,\"message\":%s}]}"
                  .formatted(text, text, text, text));
        });
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
