// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.SettableClock;
import dev.podpass.testkit.WireClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** Signed calls to the fake ECR, as the role of the example world. */
abstract class EcrCalls {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final String ECR = "api.ecr.us-east-1.amazonaws.com";

  static final SignedPost POST =
      SignedPost.to(
          ECR,
          new SignedPost.Scope("ecr", "us-east-1", CLOCK),
          "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken");

  final SettableClock clock = new SettableClock(NOW);
  @AutoClose final FakeClouds clouds = FakeClouds.start(Options.defaults().clock(clock));

  @BeforeEach
  void world() {
    ExampleWorld.addTo(clouds);
  }

  Session assumeRole(UnaryOperator<StsForm> change) throws IOException {
    StsWire sts = new StsWire(clouds);
    return sts.assumeRole(change.apply(sts.form()));
  }

  String send(SignedPost post, Session.Keys keys) throws IOException {
    return send(post.body(), post.sign(keys));
  }

  String send(String body, String... lines) throws IOException {
    try (WireClient client = WireClient.to(clouds, ECR)) {
      return client.post(ECR, "/", body, lines).readToTheEnd();
    }
  }

  static String[] without(String[] lines, String name) {
    return Stream.of(lines).filter(line -> !line.startsWith(name)).toArray(String[]::new);
  }

  static void assertRefused(String answer, int status, String code) {
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("\r\nx-amzn-RequestId: ", "{\"__type\":\"" + code + "\",\"message\":\"");
  }
}
