// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import dev.podpass.spi.Sha256;
import java.util.function.UnaryOperator;

/** What podpass remembers of a node, changed by who can compute its digest. */
final class EditedNote {
  private static final String DIGEST = ",\n  \"digest\": \"%s\"\n}\n";

  private EditedNote() {}

  static String of(String note, UnaryOperator<String> edit) {
    String end = DIGEST.replace("%s", "[0-9a-f]+").replace("}", "\\}");
    String text = edit.apply(note.replaceFirst(end + "$", "\n}\n"));
    return text.replaceFirst("\n}\n$", DIGEST.formatted(Sha256.of(text)));
  }
}
