// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.ProxyFaults;
import dev.podpass.testkit.net.Where;
import dev.podpass.testkit.oidc.PodToken;
import java.net.URI;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The attacker is the proxy, or stands between the node and it. */
class TheProxyIT {
  private static final String FORGED = "Rm9yZ2VkOkZvcmdlZA==";

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();

  /** All of it is genuine but for the keys: what STS and ECR would answer, one after the other. */
  private static final Answer STS_ANSWER =
      Answer.of(
          200,
          "text/xml",
          """
          <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>ASIAFORGED</AccessKeyId>
          <SecretAccessKey>forged</SecretAccessKey><SessionToken>forged</SessionToken>
          <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
          </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
          """);

  private static final Answer ECR_ANSWER =
      Answer.of(
          200,
          "application/x-amz-json-1.1",
          "{\"authorizationData\":[{\"authorizationToken\":\""
              + FORGED
              + "\",\"expiresAt\":4e9}]}");

  static Stream<Arguments> faults() {
    return Stream.of(
            fault("a forged answer", ProxyFaults.forges(STS_ANSWER)),
            fault("forged answers", ProxyFaults.forges(STS_ANSWER, ECR_ANSWER)),
            fault("a greeting", ProxyFaults.speaksFirst("220 proxy ready\r\n")),
            fault("two answers", ProxyFaults.answersTwice()),
            fault("closing inside the header", ProxyFaults.closesInTheHeader()),
            fault("a body with a length", ProxyFaults.sendsABody("forged")),
            fault("1 MiB in one field", ProxyFaults.sendsAHeaderOf(1 << 20, 1 << 20)),
            fault("half a TLS record", ProxyFaults.sendsHalfATlsRecord()),
            fault("text before the status line", ProxyFaults.says("x\r\nHTTP/1.1 200 OK\r\n\r\n")))
        .flatMap(row -> Stream.of(through("http", row), through("https", row)));
  }

  private static Map.Entry<String, Fault> fault(String name, Fault fault) {
    return Map.entry(name, fault);
  }

  private static Arguments through(String scheme, Map.Entry<String, Fault> row) {
    return argumentSet(row.getKey() + " of an " + scheme + " proxy", scheme, row.getValue());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isNeverBelieved(String scheme, Fault fault) {
    BuiltProgram podpass = podpass(scheme);
    PluginRequest request = ExamplePulls.ecr(clouds.issuer().token());
    clouds.misbehave(Where.anywhere(), fault, Integer.MAX_VALUE);

    PluginRun run = podpass.run(request);

    Contract.assertFailed(clouds, run);
    assertThat(run.stderr()).contains(" through proxy " + proxy(scheme)).doesNotContain("orged");
    assertThat(clouds.received().requests()).isEmpty();
    Contract.assertNextPullWorks(clouds, podpass, request);
  }

  static Stream<Arguments> clouds() {
    return Stream.of(
        cloud("ecr", ExamplePulls::ecr),
        cloud("gar", ExamplePulls::gar),
        cloud("acr", ExamplePulls::acr),
        cloud("alibaba", ExamplePulls::alibaba));
  }

  private static Arguments cloud(String name, Function<PodToken, PluginRequest> pull) {
    return argumentSet(name, pull);
  }

  /** One host at a time: an answer forged for the connection that was opened ahead, or the last. */
  @ParameterizedTest
  @MethodSource("clouds")
  void isNeverBelievedByAnyCloud(Function<PodToken, PluginRequest> pull) {
    PluginRequest request = pull.apply(clouds.issuer().token());
    Contract.assertNextPullWorks(clouds, podpass("http"), request);
    for (String host :
        clouds.received().requests().stream().map(r -> r.host()).distinct().toList()) {
      clouds.behave();
      clouds.misbehave(host, ProxyFaults.forges(Answer.json(200, "{\"access_token\":\"forged\"}")));

      PluginRun run = podpass("http").run(request);

      Contract.assertFailed(clouds, run);
      assertThat(run.stderr()).contains("the proxy sends data after its answer to CONNECT");
    }
  }

  /** Keys forged so would make any token a good one. */
  @Test
  void isNeverBelievedByTheIssuersClient() {
    URI issuer = URI.create(clouds.issuer().url());
    byte[] token = clouds.issuer().token().mint().getBytes(UTF_8);
    String[] command = {"token", "--issuer=" + issuer};
    assertThat(podpass("http").run(token, command).exitCode()).isZero();
    clouds.misbehave(
        issuer.getHost(),
        ProxyFaults.forges(
            Answer.json(
                200, "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/keys\"}"),
            Answer.json(200, "{\"keys\":[]}")));

    PluginRun run = podpass("http").run(token, command);

    assertThat(run.exitCode()).as(run.stderr()).isEqualTo(69);
    assertThat(run.stdout()).isEmpty();
    assertThat(run.stderr()).contains("the proxy sends data after its answer to CONNECT");
  }

  private URI proxy(String scheme) {
    return scheme.equals("http") ? clouds.proxy() : clouds.secureProxy();
  }

  private BuiltProgram podpass(String scheme) {
    return new BuiltProgram(clouds).with("HTTPS_PROXY", proxy(scheme).toString());
  }
}
