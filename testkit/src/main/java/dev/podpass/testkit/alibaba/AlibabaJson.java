// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.alibaba;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Refusal;

/** The documents of the APIs. */
final class AlibabaJson {
  static final String REQUEST_ID = "0C5B8A3D-9E1F-4B7A-8C2D-6F0E1A2B3C4D";

  private static final JsonMapper JSON = new JsonMapper();

  private AlibabaJson() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static Answer granted(ObjectNode document) {
    return Answer.json(200, document.toString());
  }

  static Answer refused(Refusal refusal) {
    return refused(refusal.status(), refusal.code(), refusal.getMessage());
  }

  static Answer refused(int status, String code, String message) {
    return Answer.json(
        status,
        object()
            .put("RequestId", REQUEST_ID)
            .put("HostId", "aliyuncs.com")
            .put("Code", code)
            .put("Message", message)
            .toString());
  }
}
