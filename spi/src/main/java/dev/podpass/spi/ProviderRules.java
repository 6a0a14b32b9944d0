// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules for the id and the options of a provider, which become flags and variables.
 *
 * @since 0.1
 */
public final class ProviderRules {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*");

  /** The first words of podpass's own flags; an id is the first word of those of a provider. */
  private static final Set<String> RESERVED =
      Set.of(
          "allow",
          "audit",
          "ca",
          "cache",
          "deadline",
          "help",
          "log",
          "max",
          "metrics",
          "mirror",
          "otherwise",
          "provider",
          "token",
          "version",
          "when",
          "without");

  /** The options that mean the same for each provider that has them. */
  private static final Pattern SHARED = Pattern.compile("registry|token-audience|exchange-.+");

  private ProviderRules() {}

  /**
   * {@return what is wrong with the id or an option of a provider, if something is}
   *
   * @param provider a provider that no option has been given to
   */
  public static Optional<String> fault(RegistryCredentialProvider provider) {
    String id = provider.id();
    if (!ID.matcher(id).matches()) {
      return Optional.of("the id \"" + id + "\" is not a short lower-case name");
    }
    if (RESERVED.contains(id)) {
      return Optional.of("the id \"" + id + "\" begins a flag of podpass");
    }
    Set<String> names = new HashSet<>();
    return provider.options().stream()
        .flatMap(option -> fault(option, names.add(option.name())).stream())
        .findFirst();
  }

  private static Optional<String> fault(ProviderOption<?> option, boolean isNew) {
    String name = option.name();
    boolean isLine =
        (option.valueName() + option.description()).chars().noneMatch(Character::isISOControl);
    boolean shared = !option.isVariable() && option.flag("").equals(name);
    if (!isNew) {
      return Optional.of("it has two options named " + name);
    }
    if (option.description().isBlank() || !isLine) {
      return Optional.of("the description of its option " + name + " is not one line");
    }
    return shared && !SHARED.matcher(name).matches()
        ? Optional.of(
            "its option " + name + " is shared, which only registry and token-audience may be")
        : Optional.empty();
  }
}
