// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.ReceivedRequest;
import java.util.TreeMap;

/** What Google's REST APIs say, in their JSON. */
final class ApiJson {
  private static final JsonMapper JSON = new JsonMapper();

  private ApiJson() {}

  static Answer granted(AccessToken token) {
    return answer(
        200,
        JSON.createObjectNode()
            .put("accessToken", token.value())
            .put("expireTime", token.expiry().toString()));
  }

  static Answer refused(ApiError error) {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode told =
        body.putObject("error")
            .put("code", error.code())
            .put("message", error.message())
            .put("status", error.status());
    error.info().ifPresent(info -> tell(told, info));
    return answer(error.code(), body);
  }

  static ErrorAnswerException refusal(ApiError error) {
    return new ErrorAnswerException(refused(error));
  }

  /** What Google's front end says of a path that no API has. */
  static Answer noSuchPage(ReceivedRequest request) {
    return Answer.of(
        404,
        "text/html; charset=UTF-8",
        """
        <!DOCTYPE html>
        <html lang=en>
          <title>Error 404 (Not Found)!!1</title>
          <p><b>404.</b> <ins>That’s an error.</ins>
          <p>The requested URL <code>%s</code> was not found on this server.
        """
            .formatted(request.path().replace("&", "&amp;").replace("<", "&lt;")));
  }

  private static void tell(ObjectNode told, ApiError.Info info) {
    ObjectNode detail =
        told.putArray("details")
            .addObject()
            .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
            .put("reason", info.reason())
            .put("domain", info.domain());
    ObjectNode metadata = detail.putObject("metadata");
    new TreeMap<>(info.metadata()).forEach(metadata::put);
  }

  private static Answer answer(int status, ObjectNode body) {
    return Answer.of(status, "application/json; charset=UTF-8", body.toPrettyString());
  }
}
