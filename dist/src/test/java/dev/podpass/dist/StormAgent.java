// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The platform's agent on a made-up node, which writes kubelet's configuration at random. */
final class StormAgent {
  private static final Pattern EDIT = Pattern.compile("edit ([0-9]+)\n");

  private final Path config;
  private int edits;

  StormAgent(MadeUpNode node) throws IOException {
    config = node.place(MadeUpNode.CONFIG);
    write(Files.readString(config), text());
  }

  /** Writes its own text, the same again, or a comment into the text that is there. */
  String act(Random random) throws IOException {
    String now = Files.readString(config);
    int what = random.nextInt(3);
    edits += what == 0 ? 0 : 1;
    String next = what < 2 ? text() : EDIT.matcher(now).replaceFirst("edit " + edits + "\n");
    boolean written = write(now, next);
    edits -= written || what == 0 ? 0 : 1;
    return (what == 0 ? "strips" : what == 1 ? "writes " : "edits ")
        + edits
        + (written ? "" : " in vain");
  }

  /** As a careful agent does: not over a text that it has not seen. */
  private boolean write(String seen, String text) throws IOException {
    Path fresh = config.resolveSibling("agent.new");
    Files.copy(config, fresh, StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(fresh, text);
    if (!Files.readString(config).equals(seen)) {
      Files.delete(fresh);
      return false;
    }
    Files.move(fresh, config, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  /** Its text as it is without podpass. */
  String text() {
    return """
    # edit %d
    apiVersion: kubelet.config.k8s.io/v1
    kind: CredentialProviderConfig
    providers:
      - name: stock
        matchImages: [gcr.io]
        defaultCacheDuration: 12h
        apiVersion: credentialprovider.kubelet.k8s.io/v1
    """
        .formatted(edits);
  }

  /** Whether podpass wrote over its last text, in the moment between look and rename. */
  boolean lostAnEdit() throws IOException {
    Matcher edit = EDIT.matcher(Files.readString(config));
    int there = edit.find() ? Integer.parseInt(edit.group(1)) : -1;
    boolean lost = there == edits - 1;
    edits = lost ? there : edits;
    return lost;
  }

  /** A text without what the agent has edited in it. */
  static String withoutEdit(String text) {
    return EDIT.matcher(text).replaceFirst("edit\n");
  }
}
