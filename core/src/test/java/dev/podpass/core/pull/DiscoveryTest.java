// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.testing.FailedCall;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.testing.FakeProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A jar that cannot be used is named, and is in the way of its own registries only. */
class DiscoveryTest {
  private static final Duration PATIENCE = Duration.ofMillis(200);

  @TempDir Path directory;

  public static final class Sound extends FakeProvider {
    public Sound() {
      super("sound", "sound.example");
    }
  }

  public static final class Throwing extends FakeProvider {
    public Throwing() {
      super("throwing", "x");
      throw new IllegalStateException("no file");
    }
  }

  public static final class Blocking extends FakeProvider {
    public Blocking() throws InterruptedException {
      super("blocking", "x");
      new CountDownLatch(1).await();
    }
  }

  public static final class Upper extends FakeProvider {
    public Upper() {
      super("Upper", "x");
    }
  }

  public static final class Reserved extends FakeProvider {
    public Reserved() {
      super("cache", "x");
    }
  }

  public static final class WithoutId extends FakeProvider {
    public WithoutId() {
      super("", "x");
    }

    @Override
    public String id() {
      throw new UnsupportedOperationException("later");
    }
  }

  public static final class WithoutOptions extends FakeProvider {
    public WithoutOptions() {
      super("vault", "x");
    }

    @Override
    public List<ProviderOption<?>> options() {
      throw new UnsupportedOperationException("none yet");
    }
  }

  abstract static class WithOptions extends FakeProvider {
    private final List<ProviderOption<?>> options;

    WithOptions(ProviderOption<?>... options) {
      super("vault", "x");
      this.options = List.of(options);
    }

    @Override
    public List<ProviderOption<?>> options() {
      return options;
    }
  }

  public static final class Shared extends WithOptions {
    public Shared() {
      super(ProviderOption.text("deadline", "TIME", "When.").shared());
    }
  }

  public static final class Twice extends WithOptions {
    public Twice() {
      super(ProviderOption.text("url", "URL", "One."), ProviderOption.text("url", "URL", "Two."));
    }
  }

  public static final class Escape extends WithOptions {
    public Escape() {
      super(ProviderOption.text("url", "URL", "\u001b[31mRed."));
    }
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        argumentSet(
            "no such class",
            "dev.podpass.core.pull.Nowhere",
            List.of("META-INF/services", "not found")),
        argumentSet(
            "constructor", Throwing.class.getName(), List.of("IllegalStateException (no file)")),
        argumentSet("blocks", Blocking.class.getName(), List.of("has not returned within PT0.2S")),
        argumentSet("id", Upper.class.getName(), List.of("the id \"Upper\" is not a short")),
        argumentSet(
            "flag", Reserved.class.getName(), List.of("the id \"cache\" begins a flag of podpass")),
        argumentSet(
            "throws", WithoutId.class.getName(), List.of("UnsupportedOperationException (later)")),
        argumentSet(
            "options",
            WithoutOptions.class.getName(),
            List.of("UnsupportedOperationException (none yet)")),
        argumentSet("shared", Shared.class.getName(), List.of("its option deadline is shared")),
        argumentSet("twice", Twice.class.getName(), List.of("two options named url")),
        argumentSet("escape", Escape.class.getName(), List.of("option url is not one line")));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void aProviderThatCannotBeUsedIsNamedAndLeavesTheOthers(String name, List<String> because)
      throws IOException {
    Discovery found = discover(name, Sound.class.getName());
    Providers providers = Providers.of(found);

    assertThat(found.broken()).singleElement().asString().contains(because).contains(name);
    assertThat(serving(providers, "sound.example").id()).isEqualTo("sound");
    FailedCall.assertFails(
        () -> serving(providers, "other.example"),
        Kind.CONFIGURATION,
        "no provider serves the registry other.example, and ",
        name);
    FailedCall.assertFails(() -> providers.only(List.of("vault")), Kind.CONFIGURATION, name);
    FailedCall.assertFails(
        () -> Providers.of(discover(name)), Kind.CONFIGURATION, name, "take it away");
  }

  private Discovery discover(String... classes) throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.write(services.resolve(RegistryCredentialProvider.class.getName()), List.of(classes));
    try (URLClassLoader jar = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      return Discovery.of(jar, PATIENCE);
    }
  }

  private static RegistryCredentialProvider serving(Providers providers, String host) {
    return providers.serving(RegistryHost.parse(host), _ -> ProviderSettings.NONE);
  }
}
