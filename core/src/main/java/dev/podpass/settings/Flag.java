// SPDX-License-Identifier: Apache-2.0
package dev.podpass.settings;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.Sourced;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * An option as it stands on the command line and in the environment.
 *
 * @param name {@code --ecr-role-arn}
 * @param variables {@code PODPASS_ECR_ROLE_ARN}, then the cloud's own if it has one
 * @param option what it sets
 */
public record Flag<T>(String name, List<String> variables, ProviderOption<T> option) {

  /** One that holds for every provider. */
  public static <T> Flag<T> global(ProviderOption<T> option) {
    return named(option.name(), option);
  }

  /** One of a provider's own. */
  public static <T> Flag<T> of(RegistryCredentialProvider provider, ProviderOption<T> option) {
    return named(provider.id() + "-" + option.name(), option);
  }

  /** One that no variable sets: for commands, which people type. */
  public static <T> Flag<T> plain(ProviderOption<T> option) {
    return new Flag<>("--" + option.name(), List.of(), option);
  }

  private static <T> Flag<T> named(String name, ProviderOption<T> option) {
    String own = "PODPASS_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    return new Flag<>(
        "--" + name,
        Stream.concat(Stream.of(own), option.cloudVariable().stream()).toList(),
        option);
  }

  /** Whether it is on or off, and needs no value. */
  public boolean isSwitch() {
    return option.valueName().isEmpty();
  }

  /** What the text means, or an error that names where it stands. */
  public T parse(Sourced<String> text) {
    try {
      return option.parse(text.value());
    } catch (CredentialException e) {
      throw e.blaming(text.source());
    } catch (IllegalArgumentException e) {
      throw new CredentialException(
          Kind.USAGE, "\"%s\" (%s): %s".formatted(text.value(), text.source(), e.getMessage()));
    }
  }
}
