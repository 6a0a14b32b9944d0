// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.check;

import dev.podpass.log.Log;
import dev.podpass.pull.Providers;
import dev.podpass.settings.CommandLineParser;
import dev.podpass.settings.SettingsReader;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * What checks are given by the process.
 *
 * @param providers all of this build
 * @param parser reads the plugin's own command line
 * @param environment the variables
 * @param network lends connections
 * @param clock the time
 */
public record CheckContext(
    Providers providers,
    CommandLineParser parser,
    Map<String, String> environment,
    NetworkAccess network,
    Clock clock) {

  /** Keeps its own copy of the variables. */
  public CheckContext {
    environment = Map.copyOf(environment);
  }

  /** The same with other variables. */
  public CheckContext with(Map<String, String> other) {
    return new CheckContext(providers, parser, other, network, clock);
  }

  /**
   * Reads settings as the plugin does that is run with these arguments and variables.
   *
   * @throws dev.podpass.failure.CredentialException of kind {@code USAGE} if it would refuse them
   */
  public SettingsReader settings(List<String> arguments, Map<String, String> variables) {
    return new SettingsReader(parser.parse(arguments, variables), variables, Log.NONE, clock);
  }
}
