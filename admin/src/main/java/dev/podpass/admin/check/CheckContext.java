// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.check;

import dev.podpass.core.http.ConnectionSettings;
import dev.podpass.core.log.Log;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.FlagTexts;
import dev.podpass.core.settings.SettingsReader;
import dev.podpass.spi.http.Connections;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The inputs of checks that come from the process: providers, parser, environment, network, clock.
 */
public record CheckContext(
    Providers providers,
    FlagTexts.Parser parser,
    Map<String, String> environment,
    NetworkAccess network,
    Clock clock) {

  public CheckContext {
    environment = Map.copyOf(environment);
  }

  public CheckContext with(Map<String, String> other) {
    return new CheckContext(providers, parser, other, network, clock);
  }

  /** Reads settings as the plugin does when it runs with these arguments and variables. */
  public SettingsReader settings(List<String> arguments, Map<String, String> variables) {
    return new SettingsReader(parser.parse(arguments, variables), variables, Log.NONE, clock);
  }

  /** Opens connections within the command's deadline, and shows progress at a terminal. */
  public interface NetworkAccess {
    /** Runs work with connections that are closed afterwards. */
    <T> T with(ConnectionSettings settings, Function<Connections, T> work);

    void progress(String text);
  }
}
