// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.settings.PluginFlags;
import dev.podpass.spi.ProviderRules;
import dev.podpass.spi.testing.FakeProvider;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A provider cannot take a flag of podpass, whatever its id. */
class ReservedNamesTest {
  @Test
  void noIdBeginsAFlag() {
    List<String> first =
        PluginFlags.all().stream()
            .map(flag -> flag.name().replaceFirst("^--", "").split("-", 2)[0])
            .distinct()
            .toList();

    assertThat(first)
        .hasSizeGreaterThan(8)
        .allSatisfy(id ->
            assertThat(ProviderRules.fault(new FakeProvider(id, "x")))
                .hasValueSatisfying(why -> assertThat(why).contains("begins a flag of podpass")));
  }
}
