// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The command line of a plugin that podpass replaces, for an entry of kubelet's configuration that
 * takes the place of the plugin's entry.
 *
 * @param name the file name
 * @param options its options that take a value, as they may be written, and the name of each; the
 *     name {@link #FILE} stands for an argument that is a file. Others mean nothing to podpass
 * @param meaning the options of podpass, with their values, that options with these values stand
 *     for, by their names; throws a credential exception of kind {@code USAGE} for what podpass
 *     cannot do
 * @param takenOver the options of podpass that an entry takes over from the plugin's entry
 * @param unserved patterns of hosts that podpass does not serve and that the plugin's entry has on
 *     its platform, as a part of wider patterns: those of the platform's own images
 * @since 0.1
 */
public record ReplacedPlugin(
    String name,
    Map<String, String> options,
    Function<Map<String, String>, Map<String, String>> meaning,
    Set<String> takenOver,
    List<String> unserved) {
  /** The name of an argument that is a file. */
  public static final String FILE = "FILE";

  public ReplacedPlugin {
    options = Map.copyOf(options);
    takenOver = Set.copyOf(takenOver);
    unserved = List.copyOf(unserved);
  }
}
