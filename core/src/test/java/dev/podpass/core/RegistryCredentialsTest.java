// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.Credential;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.testing.FakeProvider;
import dev.podpass.testkit.FakeClouds;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The engine as a library. */
class RegistryCredentialsTest {
  private static final ImageReference IMAGE = ImageReference.parse("registry.example/app");
  private static final Map<String, String> ANNOTATED = Map.of("example/role", "r1");

  @AutoClose private final FakeClouds clouds = FakeClouds.start();
  private final FakeProvider provider = new FakeProvider("fake", "registry.example");
  private final List<String> audiences = new ArrayList<>();

  private RegistryCredentials.Builder builder() {
    provider.expiring(Instant.parse("2099-01-01T00:00:00Z"));
    return RegistryCredentials.builder()
        .provider(provider)
        .token(audience -> {
          synchronized (audiences) {
            audiences.add(audience);
          }
          return Secret.of(clouds.issuer().token().audience(audience).mint());
        })
        .deadline(Duration.ofSeconds(20));
  }

  @Test
  void getsACredentialWithATokenForTheAudienceOfTheRegistry() {
    try (RegistryCredentials registry = builder().build()) {
      Credential credential = registry.credential(IMAGE, ANNOTATED);

      assertThat(credential.username()).isEqualTo("user");
      assertThat(credential.password().reveal()).isEqualTo("password");
      assertThat(credential.expiry()).isPresent();
    }
    assertThat(audiences).containsExactly("aud");
  }

  @Test
  void aFailureHasAKindAndAHint() {
    try (RegistryCredentials registry = builder().build()) {
      assertThatThrownBy(() -> registry.credential(IMAGE))
          .isInstanceOfSatisfying(
              CredentialException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(Kind.NO_IDENTITY);
                assertThat(e.line()).contains("annotate it with example/role");
              });
      assertThatThrownBy(() -> registry.credential(ImageReference.parse("other.example/a")))
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("does not serve the registry other.example");
    }
  }

  @Test
  void whatCannotBeMeantIsRefusedAtOnce() {
    assertThatThrownBy(() -> builder().option("role-arn", "x").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the provider fake has no option role-arn");
    assertThatThrownBy(() -> RegistryCredentials.builder().build())
        .isInstanceOf(IllegalStateException.class);
    RegistryCredentials closed = builder().build();
    closed.close();
    assertThatThrownBy(() -> closed.credential(IMAGE, ANNOTATED))
        .isInstanceOf(IllegalStateException.class);
  }

  /** An application gets a thousand, from several threads. */
  @Test
  void nothingIsLeftOfACall() throws Exception {
    String before = "" + Security.getProperty("jdk.certpath.disabledAlgorithms");
    Set<Thread> others = watchdogs();
    try (RegistryCredentials registry = builder().build();
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Credential>> all =
          IntStream.range(0, 40)
              .mapToObj(_ -> threads.submit(() -> registry.credential(IMAGE, ANNOTATED)))
              .toList();
      for (Future<Credential> one : all) {
        assertThat(one.get().username()).isEqualTo("user");
      }
    }
    Set<Thread> left = watchdogs();
    left.removeAll(others);
    for (Thread thread : left) {
      assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(Security.getProperty("jdk.certpath.disabledAlgorithms")).isEqualTo(before);
  }

  private static Set<Thread> watchdogs() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("podpass-watchdog"))
        .collect(Collectors.toSet());
  }
}
