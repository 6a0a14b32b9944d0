// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.settings;

import dev.podpass.core.pull.Providers;
import dev.podpass.core.pull.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Variables with podpass's prefix that set no option, such as misspelt ones: a pull ignores them.
 */
public final class UnknownVariables {
  private static final String PREFIX = "PODPASS_";

  private UnknownVariables() {}

  /** A message for each of these names that sets no option, in their order. */
  public static List<String> of(Collection<String> names, Providers providers) {
    Set<String> known =
        ProviderFlags.withPlugin(providers.all())
            .flatMap(flag -> flag.variables().stream())
            .collect(Collectors.toUnmodifiableSet());
    return names.stream()
        .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
        .sorted()
        .map(name ->
            "the variable %s sets no option; %s"
                .formatted(name, Suggestion.of(name, known).orElse("remove it")))
        .toList();
  }
}
