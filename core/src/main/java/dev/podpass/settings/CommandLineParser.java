// SPDX-License-Identifier: Apache-2.0
package dev.podpass.settings;

import java.util.List;
import java.util.Map;

/** Reads a command line of the plugin's own, such as one in kubelet's configuration. */
@FunctionalInterface
public interface CommandLineParser {
  /**
   * What it says of each flag.
   *
   * @param environment the variables that set what no argument sets
   * @throws dev.podpass.failure.CredentialException of kind {@code USAGE} if it cannot be parsed
   */
  FlagTexts parse(List<String> arguments, Map<String, String> environment);
}
