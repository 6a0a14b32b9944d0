// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.ProviderFlags;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.Sourced;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static final RegistryCredentialProvider ECHO = Providers.discover().all().getFirst();
  private static final Flag<?> USER = ProviderFlags.of(ECHO).getFirst();
  private static final Set<String> NAMES = Set.of("--echo-user", "PODPASS_ECHO_USER");

  @Test
  void hasNoneOfWhatNothingSets() {
    Arguments none = parse(Map.of("PATH", "/bin"), "--provider=echo", "--log-level=debug");

    assertThat(none.mayHave(NAMES)).isFalse();
    assertThat(none.text(USER)).isEmpty();
  }

  @Test
  void mayHaveWhatTheCommandLineHas() {
    Arguments given = parse(Map.of(), "--echo-user=a");

    assertThat(given.mayHave(NAMES)).isTrue();
    assertThat(given.text(USER)).contains(new Sourced<>("a", "--echo-user"));
  }

  @Test
  void mayHaveWhatAVariableHas() {
    for (String variable : USER.variables()) {
      Arguments given = parse(Map.of(variable, "a"));

      assertThat(given.mayHave(NAMES)).isTrue();
      assertThat(given.text(USER)).contains(new Sourced<>("a", variable));
    }
  }

  @Test
  void mayHaveWhatWasAdded() {
    Arguments added = parse(Map.of()).adding(Map.of("--echo-user", "a"));

    assertThat(added.mayHave(NAMES)).isTrue();
    assertThat(added.text(USER)).contains(new Sourced<>("a", "--echo-user"));
  }

  private static Arguments parse(Map<String, String> environment, String... arguments) {
    return Arguments.parse(List.of(arguments), environment);
  }
}
