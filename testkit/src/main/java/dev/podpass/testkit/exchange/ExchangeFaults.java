// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.AnswerFault;
import dev.podpass.testkit.net.Bytes;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.JsonBody;
import java.util.function.Consumer;

/** What an exchange may answer without being asked for it. */
public final class ExchangeFaults {
  private ExchangeFaults() {}

  /** Refuses as OAuth does. */
  public static Fault error(int status, String code, String description) {
    return Faults.instead(
        Answer.json(
            status,
            Logins.JSON
                .createObjectNode()
                .put("error", code)
                .put("error_description", description)
                .toString()));
  }

  /** Puts an error into an answer that is good otherwise. */
  public static Fault errorBesides() {
    return changing(body -> body.put("error", "denied"));
  }

  /** Leaves a field out, such as {@code expires_in}. */
  public static Fault without(String field) {
    return changing(body -> body.remove(field));
  }

  /** Gives a field of another value. */
  public static Fault field(String name, String value) {
    return changing(body -> body.put(name, value));
  }

  private static Fault changing(Consumer<ObjectNode> change) {
    return new AnswerFault.Altered(
        answer -> answer.withBody(Bytes.of(JsonBody.changed(answer.body().text(), change))));
  }
}
