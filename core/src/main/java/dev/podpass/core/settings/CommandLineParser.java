// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.settings;

import java.util.List;
import java.util.Map;

/** Parses a command line of the plugin, such as the args in kubelet's configuration. */
@FunctionalInterface
public interface CommandLineParser {
  /**
   * Returns the text of each flag.
   *
   * @param environment variables for flags that no argument sets
   * @throws dev.podpass.spi.failure.CredentialException of kind {@code USAGE} if it cannot be
   *     parsed
   */
  FlagTexts parse(List<String> arguments, Map<String, String> environment);
}
