// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The command line of a plugin that podpass replaces. Called by that plugin's file name, podpass
 * understands its arguments besides its own, so that an entry of kubelet's configuration need not
 * change at the same time as the program.
 *
 * @param name the file name
 * @param options its options that take a value, as they may be written, and the name of each; the
 *     name {@link #FILE} stands for an argument that is a file
 * @param withoutEffect the names of its options that mean nothing to podpass, such as those of its
 *     log; one that is not among the options takes no value
 * @param variables its environment variables, and the option of podpass that each sets
 * @param meaning what options with these values mean, by their names; throws a credential exception
 *     of kind {@code USAGE} for what podpass cannot do
 * @param takenOver the options of podpass that an entry takes over from the plugin's entry when it
 *     replaces that one in kubelet's configuration
 * @param unserved patterns of hosts that podpass does not serve and that the plugin's entry has on
 *     its platform, as a part of wider patterns: those of the platform's own images
 * @since 0.1
 */
public record ReplacedPlugin(
    String name,
    Map<String, String> options,
    Set<String> withoutEffect,
    Map<String, String> variables,
    Function<Map<String, String>, List<Meaning>> meaning,
    Set<String> takenOver,
    List<String> unserved) {
  /** The name of an argument that is a file. */
  public static final String FILE = "FILE";

  public ReplacedPlugin {
    options = Map.copyOf(options);
    withoutEffect = Set.copyOf(withoutEffect);
    variables = Map.copyOf(variables);
    takenOver = Set.copyOf(takenOver);
    unserved = List.copyOf(unserved);
  }

  /**
   * An option of podpass that follows from the other plugin's arguments.
   *
   * @param option such as {@code --ecr-role-arn}
   * @param value its value
   * @param source the other plugin's argument, for messages
   * @param overridable whether podpass's own option may be given besides, and applies then
   */
  public record Meaning(String option, String value, String source, boolean overridable) {
    /** An option that stands for one of the other plugin's. */
    public static Meaning of(String option, String value, String source) {
      return new Meaning(option, value, source, false);
    }
  }
}
