// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import java.util.List;
import java.util.Optional;

/** Finds the value of an option in the arguments of any plugin. */
final class OptionValue {
  private OptionValue() {}

  /** The last value of an option, written as {@code --x=v} or {@code --x v}. */
  static Optional<String> last(List<String> args, String name) {
    Optional<String> value = Optional.empty();
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).startsWith(name + "=")) {
        value = Optional.of(args.get(i).substring(name.length() + 1));
      } else if (args.get(i).equals(name) && i + 1 < args.size()) {
        value = Optional.of(args.get(i + 1));
      }
    }
    return value.filter(text -> !text.isBlank());
  }
}
