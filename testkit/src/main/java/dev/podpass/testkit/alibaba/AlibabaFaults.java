// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.alibaba;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.AnswerFault;
import dev.podpass.testkit.net.Bytes;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.JsonBody;
import java.util.function.Consumer;

/** What Alibaba Cloud may answer without being asked for it. */
public final class AlibabaFaults {
  private AlibabaFaults() {}

  /** Refuses with any code. */
  public static Fault error(int status, String code, String message) {
    return Faults.instead(AlibabaJson.refused(status, code, message));
  }

  /** Is asked too often. */
  public static Fault throttling() {
    return error(400, "Throttling.User", "Request was denied due to user flow control.");
  }

  /** Leaves a field out of the true answer. */
  public static Fault without(String field) {
    return changing(body -> body.remove(field));
  }

  /** Changes the true answer. */
  public static Fault changing(Consumer<ObjectNode> change) {
    return new AnswerFault.Altered(
        answer -> answer.withBody(Bytes.of(JsonBody.changed(answer.body().text(), change))));
  }
}
