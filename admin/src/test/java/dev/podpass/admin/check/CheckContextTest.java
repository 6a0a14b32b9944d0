// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.http.ConnectionSettings;
import dev.podpass.core.pull.Providers;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.testing.FakeProvider;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CheckContextTest {
  private final List<Object> parsed = new ArrayList<>();

  private CheckContext context(Map<String, String> environment) {
    return new CheckContext(
        Providers.of(List.of(new FakeProvider("one", "one.example"))),
        (arguments, variables) -> {
          parsed.add(arguments);
          parsed.add(variables);
          return flag -> Optional.empty();
        },
        environment,
        new NoNetwork(),
        Clock.systemUTC());
  }

  /** A service's variables are those of the entry, and never those of the operator's shell. */
  @Test
  void readsSettingsFromTheVariablesThatItIsGiven() {
    var settings = context(Map.of("SHELL", "sh")).settings(List.of("--a"), Map.of("B", "b"));

    assertThat(settings).isNotNull();
    assertThat(parsed).containsExactly(List.of("--a"), Map.of("B", "b"));
  }

  @Test
  void keepsTheEnvironmentAsItWas() {
    Map<String, String> variables = new HashMap<>(Map.of("A", "a"));
    CheckContext context = context(variables);
    variables.put("A", "b");

    assertThat(context.environment()).containsExactly(Map.entry("A", "a"));
    assertThat(context.with(Map.of("C", "c")).environment()).containsExactly(Map.entry("C", "c"));
  }

  private static final class NoNetwork implements NetworkAccess {
    @Override
    public <T> T with(ConnectionSettings settings, Function<Connections, T> work) {
      throw new AssertionError("no connection is opened");
    }

    @Override
    public void progress(String text) {
      throw new AssertionError("nothing is shown");
    }
  }
}
