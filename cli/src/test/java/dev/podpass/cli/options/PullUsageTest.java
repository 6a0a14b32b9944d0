// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.podpass.core.pull.Providers;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.testing.FakeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

class PullUsageTest {
  private final Providers providers = Providers.of(List.of(new Named("one"), new Named("two")));

  /** A provider with two options. */
  private static final class Named extends FakeProvider {
    Named(String id) {
      super(id, id + ".example");
    }

    @Override
    public List<ProviderOption<?>> options() {
      return List.of(
          ProviderOption.text("user", "NAME", "The user name."),
          ProviderOption.flag("public", "Needs none."));
    }
  }

  @Test
  void hasNoOptionsOfProvidersIfNoArgumentNamesOne() {
    assertThat(names(model("--provider=one", "--log-level=debug")))
        .contains("--provider", "--help", "--version")
        .noneMatch(name -> name.startsWith("--one-") || name.startsWith("--two-"));
  }

  @Test
  void hasAllOptionsOfTheProvidersThatAreNamedAndOfNoOther() {
    assertThat(names(model("--provider=one", "--two-user=a")))
        .contains("--two-user", "--two-public")
        .noneMatch(name -> name.startsWith("--one-"));
  }

  @Test
  void parsesOptionsOfSeveralProviders() {
    var parsed = parsed("--one-user=a", "--two-public", "--log-level=debug");

    assertThat(parsed.matchedOptionValue("--one-user", "")).isEqualTo("a");
    assertThat(parsed.matchedOptionValue("--two-public", "")).isEqualTo("true");
    assertThat(parsed.matchedOptionValue("--log-level", "")).isEqualTo("debug");
  }

  @Test
  void parsesAFileOfArguments(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("arguments"), "--two-user=a\n");

    assertThat(parsed("@" + file).matchedOptionValue("--two-user", "")).isEqualTo("a");
  }

  @Test
  void parsesAValueThatIsAnArgumentOfItsOwn() {
    var parsed = parsed("--provider", "one", "--one-user", "a");

    assertThat(parsed.matchedOptionValue("--provider", "")).isEqualTo("one");
    assertThat(parsed.matchedOptionValue("--one-user", "")).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--two-usr=a", "--rovider=x", "-p", "", "get", "=", "--two-user", "--log-level"})
  void refusesAMistakeAsTheModelOfAllOptionsDoes(String mistake) {
    String[] arguments = {"--one-user=a", mistake};
    Throwable complaint = catchThrowable(() -> Usage.options(providers).parseArgs(arguments));

    assertThat(complaint).isInstanceOf(CommandLine.ParameterException.class);
    assertThatThrownBy(() -> parsed(arguments)).hasMessage(complaint.getMessage());
  }

  private CommandLine model(String... arguments) {
    return new PullUsage(providers).taking(arguments);
  }

  private ParseResult parsed(String... arguments) {
    return model(arguments).parseArgs(arguments);
  }

  private static List<String> names(CommandLine line) {
    return line.getCommandSpec().options().stream().map(OptionSpec::longestName).toList();
  }
}
