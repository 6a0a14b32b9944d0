// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.FailedCall;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.testing.FakeProvider;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvidersTest {
  private final RegistryCredentialProvider one = new FakeProvider("one", "one.example");
  private final RegistryCredentialProvider two = new FakeProvider("two", "two.example");

  @Test
  void choosesByHost() {
    Providers providers = Providers.of(List.of(one, two));

    assertThat(serving(providers, "two.example")).isSameAs(two);
    assertThat(serving(providers, "one.example:443")).isSameAs(one);
  }

  @Test
  void anUnknownHostIsAnErrorThatNamesIt() {
    assertRefused(
        Kind.BAD_REQUEST,
        () -> serving(Providers.of(List.of(one, two)), "docker.io"),
        "no provider serves the registry docker.io (this build has one, two)");
  }

  @Test
  void aLimitedProgramServesNothingElse() {
    Providers limited = Providers.of(List.of(one, two)).only(List.of("two"));

    assertThat(limited.all()).containsExactly(two);
    assertRefused(
        Kind.BAD_REQUEST,
        () -> serving(limited, "one.example"),
        "the provider two does not serve the registry one.example; hint: one serves it: add an"
            + " entry with podpass config merge --providers=one");
    assertRefused(
        Kind.BAD_REQUEST,
        () -> serving(limited, "three.example"),
        "hint: remove the pattern that matches it from matchImages");
    assertRefused(
        Kind.USAGE,
        () -> Providers.of(List.of(one, two)).only(List.of("three")),
        "no provider \"three\"; hint: this build has one, two");
  }

  @ParameterizedTest
  @CsvSource({
    "podpass-two,two",
    "two-credential-provider,'one, two'",
    "podpass-one,one",
    "podpass,'one, two'",
    "podpass-three,'one, two'",
    "two,'one, two'",
    "'','one, two'"
  })
  void theProgramsFileNameMayStandForOne(String fileName, String ids) {
    Providers called = Providers.of(List.of(one, two)).calledAs(fileName);

    assertThat(called.all())
        .extracting(RegistryCredentialProvider::id)
        .hasToString("[" + ids + "]");
  }

  @Test
  void refusesTwoOfOneIdAndNamesBoth() {
    RegistryCredentialProvider other = new FakeProvider("one", "other.example") {};

    assertRefused(
        Kind.CONFIGURATION,
        () -> Providers.of(List.of(one, other)),
        other.getClass().getName(),
        "the id \"one\" is taken by " + FakeProvider.class.getName(),
        "test-classes");
  }

  @Test
  void refusesTwoThatServeOneHost() {
    Providers providers = Providers.of(List.of(one, new FakeProvider("three", "one.example")));

    assertRefused(
        Kind.CONFIGURATION,
        () -> serving(providers, "one.example"),
        "several providers serve the registry one.example: one, three",
        "--provider");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "ECR", "a-b", "1a"})
  void refusesIdsThatAreNoFlags(String id) {
    assertRefused(
        Kind.CONFIGURATION,
        () -> Providers.of(List.of(new FakeProvider(id, "x"))),
        "is not a short lower-case name");
  }

  @Test
  void refusesToBeWithoutProviders() {
    assertRefused(Kind.CONFIGURATION, Providers::discover, "this build has no provider");
  }

  private static RegistryCredentialProvider serving(Providers providers, String host) {
    return providers.serving(RegistryHost.parse(host), _ -> ProviderSettings.NONE);
  }

  private static void assertRefused(Kind kind, ThrowingCallable refused, String... because) {
    FailedCall.assertFails(refused, kind, because);
  }
}
