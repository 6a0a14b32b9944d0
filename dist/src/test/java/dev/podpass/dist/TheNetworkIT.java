// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.WireFaults;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The attacker sits on the way to the cloud, or speaks HTTP as the cloud would not. */
class TheNetworkIT {
  private static final String STS = "sts.us-east-1.amazonaws.com";
  private static final String REGISTRY = ExampleWorld.ACR_IMAGE.replaceAll("/.*", "");
  private static final String NOT_HTTP = "it does not answer in HTTP";
  private static final String BROKE = "the connection broke";

  @RegisterExtension private static final SharedClouds SHARED = new SharedClouds();

  private final FakeClouds clouds = SHARED.clouds();
  private final BuiltProgram podpass = new BuiltProgram(clouds);

  static Stream<Arguments> refused() {
    return Stream.of(
        refused("TLS 1.1", WireFaults.choosesTls11(), "no TLS with it", 0),
        refused("ALPN", WireFaults.choosesAnotherProtocol(), "no TLS with it", 0),
        refused("plain HTTP", WireFaults.speaksPlainHttp(), "no TLS with it", 0),
        refused("HTTP/0.9", WireFaults.saysAndCloses("<html>hello</html>"), NOT_HTTP, 1),
        refused("two lengths", length("%s\r\nContent-Length: 1"), NOT_HTTP, 1),
        refused("a bare CR", with("Content-Type:", "X: a\rb\r\nContent-Type:"), NOT_HTTP, 1),
        refused("a long line", with("Content-Type:", "X: " + "a".repeat(66_000)), "64 KiB", 1),
        refused("many fields", with("Content-Type:", "X: a\r\n".repeat(201)), "200 header", 1),
        refused("a bad chunk", chunks("5\r\nhellooo\r\n0\r\n\r\n"), NOT_HTTP, 1),
        refused("206", Faults.status(206), "HTTP 206", 1),
        refused("a cut chunk", WireFaults.saysAndCuts(CHUNKED + "5\r\nhel"), BROKE, 3),
        refused("a body that ends", WireFaults.rewritesAndCloses(TheNetworkIT::shorter), BROKE, 3),
        refused(
            "a body up to the cut",
            WireFaults.rewritesAndCuts(TheNetworkIT::untilClosed),
            "its answer has neither Content-Length nor Transfer-Encoding",
            1));
  }

  /** What is missing would be behind the end of the connection. */
  private static String shorter(String wire) {
    return wire.substring(0, wire.length() - 1);
  }

  /** Without a length, its end is that of the connection: a cut one would look complete. */
  private static String untilClosed(String wire) {
    return wire.replaceFirst("Content-Length: ", "Connection: close\r\nX-Length: ");
  }

  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private static Arguments refused(String name, Fault fault, String because, int requests) {
    return argumentSet(name, fault, because, requests);
  }

  private static Fault before(String text) {
    return WireFaults.rewrites(wire -> text + wire);
  }

  private static Fault length(String format) {
    return WireFaults.rewrites(wire ->
        wire.replaceFirst("(Content-Length): ([0-9]+)", "$1: " + format.replace("%s", "$2")));
  }

  private static Fault with(String old, String replacement) {
    return WireFaults.rewrites(wire -> wire.replaceFirst(old, replacement));
  }

  private static Fault chunks(String body) {
    return WireFaults.says(CHUNKED + body);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void isRefusedInWordsAndAskedNoMoreThanIsOfUse(Fault fault, String because, int requests) {
    PluginRequest request = ExamplePulls.ecr(clouds.issuer().token());
    clouds.misbehave(STS, fault);

    PluginRun run = podpass.run(request);

    Contract.assertFailed(clouds, run);
    assertThat(run.exitCode()).isEqualTo(69);
    assertThat(run.stderr()).contains(because);
    assertThat(clouds.received().requestsTo(STS)).hasSize(requests);
    Contract.assertNextPullWorks(clouds, podpass, request);
  }

  static Stream<Arguments> taken() {
    return Stream.of(
        argumentSet("two equal lengths", length("%s\r\nContent-Length: %s")),
        argumentSet("Content-Encoding: identity", before100("Content-Encoding: identity")),
        argumentSet("an interim answer", before("HTTP/1.1 103 Early Hints\r\n\r\n")),
        argumentSet("no reason phrase", with("200 OK", "200")),
        argumentSet("no close_notify", WireFaults.rewritesAndCuts(UnaryOperator.identity())));
  }

  private static Fault before100(String field) {
    return with("Content-Type:", field + "\r\nContent-Type:");
  }

  @ParameterizedTest
  @MethodSource("taken")
  void isTakenWhereItIsHarmless(Fault fault) {
    PluginRequest request = ExamplePulls.ecr(clouds.issuer().token());
    clouds.misbehave(STS, fault);

    PluginRun run = podpass.run(request);

    assertThat(run.exitCode()).as(run.stderr()).isZero();
    Contract.assertFailedOrGenuine(clouds, request, run);
    assertThat(clouds.received().requestsTo(STS)).hasSize(1);
  }

  /** HAProxy ends a connection so on which it has waited for a request. */
  @Test
  void anEarly408IsNoAnswer() {
    PluginRequest request = ExamplePulls.ecr(clouds.issuer().token());
    clouds.misbehave(
        STS,
        WireFaults.speaksFirst(
            "HTTP/1.1 408 Request Time-out\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
        1);

    PluginRun run = podpass.run(request);

    assertThat(run.exitCode()).as(run.stderr()).isZero();
    Contract.assertFailedOrGenuine(clouds, request, run);
  }

  /** The registry's challenge and its exchange go over one connection. */
  @Test
  void anAnswerBehindAnotherIsNotTheNextRequests() {
    PluginRequest request = ExamplePulls.acr(clouds.issuer().token());
    clouds.misbehave(
        REGISTRY, WireFaults.splits(Answer.json(200, "{\"refresh_token\":\"a.e30.c\"}")), 1);

    PluginRun run = podpass.run(request);

    assertThat(run.exitCode()).as(run.stderr()).isZero();
    Contract.assertFailedOrGenuine(clouds, request, run);
    assertThat(clouds.received().connectsTo(REGISTRY + ":443")).hasSizeGreaterThan(1);
  }

  @Test
  void aCloudThatDoesNotResolveIsUnavailable() {
    PluginRequest request = ExamplePulls.ecr(clouds.issuer().token());

    PluginRun run = podpass.with("HTTPS_PROXY", "").run(request);

    Contract.assertFailed(clouds, run);
    assertThat(run.exitCode()).isEqualTo(69);
    assertThat(run.stderr()).contains("the name cannot be resolved");
  }
}
