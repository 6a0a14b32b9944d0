// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import dev.podpass.spi.Sourced;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The credential that kubelet has for a pull, by the entries of its configuration. */
public sealed interface Credential {
  /** The pod's own; an annotation or an option is the source of its identity. */
  record OfPod(String provider, Map<String, Sourced<String>> parts) implements Credential {
    public OfPod {
      parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    public String identity() {
      return parts.values().stream().map(Sourced::value).collect(Collectors.joining(" in "));
    }

    public String source() {
      return parts.values().stream().findFirst().map(Sourced::source).orElse("");
    }
  }

  /** The node's, which all of its pods share. */
  record OfNode(String entry) implements Credential {}

  /** None: an entry matches the image and gives no credential. */
  record None() implements Credential {}

  /** None: no entry matches the image. */
  record Unserved() implements Credential {}

  /** Not kubelet's on a node where podpass can run. */
  record Elsewhere(String where) implements Credential {}

  /**
   * None, because the plugin fails; kubelet then pulls anonymously. The annotations are missing.
   */
  record Failed(String reason, String fix, List<String> annotations) implements Credential {
    public Failed {
      annotations = List.copyOf(annotations);
    }

    Failed(String reason, String fix) {
      this(reason, fix, List.of());
    }
  }
}
