// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.http.BoundedResolver.Lookup;
import dev.podpass.core.http.proxy.ProxyRules;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.log.Log;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Fault;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;

/** Connections to a real server behind a real proxy, both on loopback. */
abstract class RealServerFixture {
  static final String HOST = "cloud.example";

  static final HttpRequest REQUEST =
      HttpRequest.of("POST", URI.create("https://cloud.example/token"))
          .with("Content-Type", "text/plain")
          .with("hunter2");

  FakeClouds clouds = FakeClouds.start();

  Duration deadline = Duration.ofSeconds(30);

  Lookup lookup = InetAddress::getAllByName;

  @AfterEach
  void close() {
    clouds.close();
  }

  void serve(Answer answer) {
    clouds.serve(HOST, request -> answer);
  }

  void misbehave(Fault fault) {
    clouds.misbehave(HOST, fault);
  }

  void assertFails(Kind kind, String... because) {
    try (RetryingConnections connections = open()) {
      assertThatThrownBy(() -> connections.send(REQUEST))
          .asInstanceOf(InstanceOfAssertFactories.type(CredentialException.class))
          .satisfies(e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.line()).contains(because).doesNotContain("hunter2", "p@s/s");
          });
    }
  }

  RetryingConnections open() {
    return open(clouds.proxy().toString());
  }

  RetryingConnections open(String proxy) {
    Watchdog watchdog =
        Watchdog.start(
            Deadline.of(deadline, Duration.ZERO),
            () -> {
              // The test's own timeout fails it.
            });
    ConnectionSettings settings =
        new ConnectionSettings(
            new CaBundle(List.of(clouds.caFile())),
            ProxyRules.fromEnvironment(Map.of("HTTPS_PROXY", proxy)),
            Log.NONE);
    return RetryingConnections.open(settings, watchdog, lookup);
  }
}
