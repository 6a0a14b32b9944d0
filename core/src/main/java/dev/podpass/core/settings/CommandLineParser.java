// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.settings;

import java.util.List;
import java.util.Map;

/** Parses a command line of the plugin, such as the args in kubelet's configuration. */
@FunctionalInterface
public interface CommandLineParser {
  /** Returns the text of each flag; variables are for those that no argument sets. */
  FlagTexts parse(List<String> arguments, Map<String, String> environment);
}
