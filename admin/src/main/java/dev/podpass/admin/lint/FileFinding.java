// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.lint;

import dev.podpass.admin.kubeletconfig.Finding;
import java.util.Locale;

/** A finding and the file that it is in. */
public record FileFinding(String file, Finding finding) {
  public String severity() {
    return finding.severity().name().toLowerCase(Locale.ROOT);
  }

  /** Formats it as compilers do, with a word for its severity, which may be coloured. */
  public String text(String severity) {
    return "%s:%d: %s: %s".formatted(file, finding.line(), severity, finding.message());
  }

  @Override
  public String toString() {
    return text(severity());
  }
}
