// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The platform's agent on a made-up node, which writes kubelet's configuration at random. */
final class StormAgent {
  private static final Pattern EDIT = Pattern.compile("edit ([0-9]+)\n");
  private static final Pattern NAME = Pattern.compile("- name: (.*)\n");

  private final Path config;
  private int made;

  /** The number of the edit that is there, of the one before, and what was there before that. */
  private int edit;

  private int former;
  private String formerText = "";

  StormAgent(MadeUpNode node) throws IOException {
    config = node.place(MadeUpNode.CONFIG);
    write(Files.readString(config), text());
  }

  /**
   * Writes its own text, the same again, a comment into the text that is there, or takes such a
   * comment back, byte for byte.
   */
  String act(Random random) throws IOException {
    String now = Files.readString(config);
    int what = random.nextInt(4);
    if (what == 3) {
      return revert(now);
    }
    if (what == 0) {
      return "strips " + edit + (write(now, text()) ? "" : " in vain");
    }
    int last = edit;
    edit = ++made;
    boolean written =
        write(now, what == 1 ? text() : EDIT.matcher(now).replaceFirst("edit " + edit + "\n"));
    if (written) {
      former = last;
      formerText = what == 2 ? now : "";
    } else {
      edit = last;
    }
    return (what == 1 ? "writes " : "edits ") + edit + (written ? "" : " in vain");
  }

  /** Not to a text whose programs may be gone: kubelet would not start with that. */
  private String revert(String now) throws IOException {
    if (!names(now).equals(names(formerText)) || !write(now, formerText)) {
      return "reverts " + edit + " in vain";
    }
    int taken = edit;
    edit = former;
    former = taken;
    formerText = "";
    return "reverts to " + edit;
  }

  private static List<String> names(String text) {
    return NAME.matcher(text).results().map(MatchResult::group).toList();
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
        .formatted(edit);
  }

  /** Whether podpass wrote over its last text, in the moment between look and rename. */
  boolean lostAnEdit() throws IOException {
    Matcher found = EDIT.matcher(Files.readString(config));
    int there = found.find() ? Integer.parseInt(found.group(1)) : -1;
    boolean lost = there == former && former != edit;
    edit = lost ? there : edit;
    return lost;
  }

  /** A text without what the agent has edited in it. */
  static String withoutEdit(String text) {
    return EDIT.matcher(text).replaceFirst("edit\n");
  }
}
