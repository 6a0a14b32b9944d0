// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.spi.failure.CredentialException;
import java.time.Clock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Writes Events for the lines of an audit log, within limits. One that fails is lost. */
public final class PullEvents implements Consumer<ObjectNode> {
  private final String node;
  private final EventLimits limits;
  private final Clock clock;
  private final BiConsumer<String, ObjectNode> create;
  private final Consumer<String> notes;
  private String noted = "";

  /**
   * Creates one for a node.
   *
   * @param create creates an object at a path of the API
   * @param notes what went wrong, as long as that is new
   */
  public PullEvents(
      String node,
      EventLimits limits,
      Clock clock,
      BiConsumer<String, ObjectNode> create,
      Consumer<String> notes) {
    this.node = node;
    this.limits = limits;
    this.clock = clock;
    this.create = create;
    this.notes = notes;
  }

  @Override
  public void accept(ObjectNode line) {
    PullFailureEvent.of(line, node)
        .filter(event -> limits.admit(event.cause(), clock.instant()))
        .ifPresent(this::write);
  }

  private void write(PullFailureEvent event) {
    try {
      create.accept(event.path(), event.object(clock.instant()));
      noted = "";
    } catch (CredentialException e) {
      limits.forget(event.cause());
      if (!noted.equals(e.line())) {
        noted = e.line();
        notes.accept("an Event cannot be written: " + noted);
      }
    }
  }
}
