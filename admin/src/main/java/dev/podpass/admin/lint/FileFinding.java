// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.lint;

import dev.podpass.admin.kubeletconfig.Finding;
import java.util.Locale;

/**
 * A finding in a file.
 *
 * @param file its name
 * @param finding what is to be said
 */
public record FileFinding(String file, Finding finding) {
  /** The severity in lower case. */
  public String severity() {
    return finding.severity().name().toLowerCase(Locale.ROOT);
  }

  /**
   * As compilers write it.
   *
   * @param severity the word for it, which may have a colour
   */
  public String text(String severity) {
    return "%s:%d: %s: %s".formatted(file, finding.line(), severity, finding.message());
  }

  @Override
  public String toString() {
    return text(severity());
  }
}
