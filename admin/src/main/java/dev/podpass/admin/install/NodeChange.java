// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.podpass.core.observe.AuditLog;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A change of a node's files, for the audit log.
 *
 * @param at when
 * @param command which command made it
 * @param result how it ended, in a word
 * @param message how it ended, in a sentence
 * @param changes what was changed, a line each
 */
public record NodeChange(
    Instant at, String command, String result, String message, List<String> changes)
    implements AuditLog.Fields {
  public NodeChange {
    changes = List.copyOf(changes);
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStringField("time", at.truncatedTo(ChronoUnit.SECONDS).toString());
    json.writeStringField("command", command);
    json.writeStringField("result", result);
    json.writeStringField("message", message);
    if (!changes.isEmpty()) {
      json.writeArrayFieldStart("changes");
      for (String change : changes) {
        json.writeString(change);
      }
      json.writeEndArray();
    }
  }
}
