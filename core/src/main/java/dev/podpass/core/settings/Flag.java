// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.settings;

import dev.podpass.core.pull.Suggestion;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Redaction;
import java.util.List;
import java.util.Locale;

/**
 * An option as a command line flag, {@code --ecr-role-arn}, and as an environment variable, or as
 * the cloud's own variable alone. The values of a list are one text, separated by commas.
 */
public record Flag<T>(
    String name, List<String> variables, ProviderOption<T> option, boolean isList) {

  /** A flag that applies to all providers. */
  public static <T> Flag<T> global(ProviderOption<T> option) {
    return named(option.name(), option);
  }

  public static <T> Flag<T> globalList(ProviderOption<T> option) {
    Flag<T> one = global(option);
    return new Flag<>(one.name, one.variables, option, true);
  }

  /** A flag of one provider. */
  public static <T> Flag<T> of(RegistryCredentialProvider provider, ProviderOption<T> option) {
    return option.isVariable()
        ? new Flag<>(option.name(), option.cloudVariable().stream().toList(), option, false)
        : named(option.flag(provider.id()), option);
  }

  /** A flag without an environment variable, for commands. */
  public static <T> Flag<T> plain(ProviderOption<T> option) {
    return new Flag<>("--" + option.name(), List.of(), option, false);
  }

  public static <T> Flag<T> plainList(ProviderOption<T> option) {
    return new Flag<>("--" + option.name(), List.of(), option, true);
  }

  private static <T> Flag<T> named(String name, ProviderOption<T> option) {
    String own = "PODPASS_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    return new Flag<>("--" + name, List.of(own), option, false);
  }

  /** Whether it takes no value. */
  public boolean isSwitch() {
    return option.valueName().isEmpty();
  }

  /** Parses a text; an error names the text's source. */
  public T parse(Sourced<String> text) {
    try {
      return option.parse(text.value());
    } catch (CredentialException e) {
      CredentialException blamed = e.blaming(text.source());
      // A value that an annotation may have too: there it is a configuration, here a usage error.
      throw e.kind() == Kind.CONFIGURATION ? blamed.as(Kind.USAGE) : blamed;
    } catch (IllegalArgumentException e) {
      String what =
          "%s (%s): %s".formatted(Redaction.quoted(text.value()), text.source(), e.getMessage());
      List<String> choices = List.of(option.valueName().split("\\|", -1));
      throw Suggestion.of(text.value(), choices)
          .map(meant -> new CredentialException(Kind.USAGE, what, meant))
          .orElseGet(() -> new CredentialException(Kind.USAGE, what));
    }
  }
}
