// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.SettableClock;
import dev.podpass.testkit.WireClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FakeEcrTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String ECR = "api.ecr.us-east-1.amazonaws.com";
  private static final SignedPost POST =
      SignedPost.to(
          ECR,
          new SignedPost.Scope("ecr", "us-east-1", CLOCK),
          "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken");

  private final SettableClock clock = new SettableClock(NOW);

  @AutoClose private final FakeClouds clouds = FakeClouds.start(Options.defaults().clock(clock));

  @BeforeEach
  void world() {
    ExampleWorld.addTo(clouds);
  }

  @Test
  void grants() throws IOException {
    String answer = send(POST, assumeRole(f -> f).keys());

    RegistryPassword password = clouds.aws().passwords().getFirst();
    assertThat(answer)
        .startsWith(
            "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.1\r\nx-amzn-RequestId: ")
        .contains("{\"authorizationData\":[{\"authorizationToken\":\"")
        .contains(RegistryPasswords.authorizationToken(password.value()))
        .contains("\"expiresAt\":1.767366245678E9")
        .contains("\"proxyEndpoint\":\"https://123456789012.dkr.ecr.us-east-1.amazonaws.com\"");
    assertThat(password.expiry()).isEqualTo(NOW.plus(Duration.ofHours(12)));
  }

  @Test
  void everyPasswordIsAnother() throws IOException {
    Session.Keys keys = assumeRole(f -> f).keys();
    send(POST, keys);
    send(POST, keys);

    assertThat(clouds.aws().passwords())
        .extracting(RegistryPassword::value)
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  @Test
  void recordsRegistryIds() throws IOException {
    String body = "{\"registryIds\":[\"123456789012\"]}";

    assertThat(send(POST.body(body), assumeRole(f -> f).keys())).startsWith("HTTP/1.1 200 ");
    assertThat(clouds.received().requestsTo(ECR).getFirst().body().text()).isEqualTo(body);
  }

  static Stream<Arguments> badRequests() {
    var scope = POST.scope();
    return Stream.of(
        row(
            "other target",
            p -> p.header("X-Amz-Target", "AmazonEC2ContainerRegistry_V20150921.DescribeImages"),
            400,
            "UnknownOperationException"),
        row(
            "other content type",
            p -> p.header("Content-Type", "application/json"),
            400,
            "SerializationException"),
        row("no JSON", p -> p.body("{"), 400, "SerializationException"),
        row("no object", p -> p.body("[]"), 400, "SerializationException"),
        row("no body", p -> p.body(""), 400, "SerializationException"),
        row("unknown field", p -> p.body("{\"x\":1}"), 400, "SerializationException"),
        row(
            "other service",
            p -> p.scopedTo(new SignedPost.Scope("ecr-public", "us-east-1", CLOCK)),
            403,
            "InvalidSignatureException"),
        row(
            "other region",
            p -> p.scopedTo(new SignedPost.Scope("ecr", "us-west-2", CLOCK)),
            403,
            "InvalidSignatureException"),
        row(
            "signed too early",
            p -> p.scopedTo(at(scope, Duration.ofSeconds(-301))),
            403,
            "InvalidSignatureException"),
        row(
            "signed too late",
            p -> p.scopedTo(at(scope, Duration.ofSeconds(301))),
            403,
            "InvalidSignatureException"));
  }

  private static Arguments row(
      String name, UnaryOperator<SignedPost> change, int status, String code) {
    return argumentSet(name, change, status, code);
  }

  private static SignedPost.Scope at(SignedPost.Scope scope, Duration offset) {
    return new SignedPost.Scope(scope.service(), scope.region(), Clock.offset(CLOCK, offset));
  }

  @ParameterizedTest
  @MethodSource("badRequests")
  void refusesBadRequests(UnaryOperator<SignedPost> change, int status, String code)
      throws IOException {
    assertRefused(send(change.apply(POST), assumeRole(f -> f).keys()), status, code);
    assertThat(clouds.aws().passwords()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"-299", "299"})
  void toleratesFiveMinutesOfSkew(long seconds) throws IOException {
    SignedPost skewed = POST.scopedTo(at(POST.scope(), Duration.ofSeconds(seconds)));

    assertThat(send(skewed, assumeRole(f -> f).keys())).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void refusesWrongSecrets() throws IOException {
    Session.Keys good = assumeRole(f -> f).keys();
    Session.Keys other = assumeRole(f -> f).keys();

    assertRefused(
        send(POST, new Session.Keys("ASIAUNKNOWN", good.secretAccessKey(), good.sessionToken())),
        400,
        "UnrecognizedClientException");
    assertRefused(
        send(
            POST,
            new Session.Keys(good.accessKeyId(), other.secretAccessKey(), good.sessionToken())),
        403,
        "InvalidSignatureException");
    assertRefused(
        send(
            POST,
            new Session.Keys(good.accessKeyId(), good.secretAccessKey(), other.sessionToken())),
        400,
        "UnrecognizedClientException");
  }

  @Test
  void refusesWhatWasChangedAfterSigning() throws IOException {
    String[] lines = POST.sign(assumeRole(f -> f).keys());

    assertRefused(send("{\"registryIds\":[]}", lines), 403, "InvalidSignatureException");
    assertRefused(
        send("{}", without(lines, "Authorization")), 400, "MissingAuthenticationTokenException");
    assertRefused(
        send("{}", without(lines, "X-Amz-Security-Token")), 400, "UnrecognizedClientException");
    assertRefused(send("{}", without(lines, "X-Amz-Date")), 403, "InvalidSignatureException");
    assertRefused(
        send("{}", changed(lines, "Signature=", "Signature=g")),
        400,
        "IncompleteSignatureException");
    assertRefused(
        send("{}", changed(lines, "SignedHeaders=content-type;", "SignedHeaders=")),
        403,
        "InvalidSignatureException");
    assertThat(send("{}", changed(lines, ";x-amz-security-token", "")))
        .contains("x-amz-security-token, x-amz-target] must be in SignedHeaders");
    assertThat(send("{}", lines)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void refusesExpiredSessions() throws IOException {
    Session.Keys keys = assumeRole(f -> f.with("DurationSeconds", "900")).keys();

    clock.advance(Duration.ofSeconds(899));
    assertThat(send(POST.scopedTo(now()), keys)).startsWith("HTTP/1.1 200 ");
    clock.advance(Duration.ofSeconds(1));
    assertRefused(send(POST.scopedTo(now()), keys), 400, "ExpiredTokenException");
  }

  private SignedPost.Scope now() {
    return new SignedPost.Scope("ecr", "us-east-1", clock);
  }

  @Test
  void refusesWhatTheRoleMayNot() throws IOException {
    Session.Keys keys = assumeRole(f -> f).keys();
    clouds.aws().iam().put(ExampleWorld.role(clouds.issuer().url()).permitting(Policy.NOTHING));
    Session.Keys mayNot = assumeRole(f -> f).keys();

    assertThat(send(POST, mayNot))
        .startsWith("HTTP/1.1 400 ")
        .contains(
            "{\"__type\":\"AccessDeniedException\",\"message\":\"User:"
                + " arn:aws:sts::123456789012:assumed-role/team-a-pull/team-a.app is not authorized to"
                + " perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy"
                + " allows the ecr:GetAuthorizationToken action\"}");
    assertThat(send(POST, keys)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void refusesWhatTheSessionPolicyDoesNotAllow() throws IOException {
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ecr:*",\
        "Resource":"arn:aws:ecr:us-east-1:123456789012:repository/*"}]}\
        """;

    assertThat(send(POST, assumeRole(f -> f.with("Policy", policy)).keys()))
        .startsWith("HTTP/1.1 400 ")
        .contains("because no session policy allows the ecr:GetAuthorizationToken action");
  }

  @Test
  void saysWhatItIsToldToSay() throws IOException {
    Session.Keys keys = assumeRole(f -> f).keys();

    clouds.misbehave(ECR, EcrFaults.noAuthorizationData(), 1);
    assertThat(send(POST, keys)).endsWith("{\"authorizationData\":[]}");
    clouds.misbehave(ECR, EcrFaults.token("%%%"), 1);
    assertThat(send(POST, keys)).contains("\"authorizationToken\":\"%%%\",\"expiresAt\":1.7");
    clouds.misbehave(ECR, EcrFaults.without("expiresAt"), 1);
    assertThat(send(POST, keys)).contains("authorizationToken").doesNotContain("expiresAt");
    clouds.misbehave(ECR, EcrFaults.expiresAt(1.5e9), 1);
    assertThat(send(POST, keys)).contains("\"expiresAt\":1.5E9");
    clouds.misbehave(ECR, EcrFaults.throttling(), 1);
    assertThat(send(POST, keys)).contains("\"__type\":\"ThrottlingException\"");
    clouds.misbehave(ECR, EcrFaults.error(ErrorStyle.PREFIXED, 400, "ServerException", "m"), 1);
    assertThat(send(POST, keys)).contains("\"__type\":\"com.amazonaws.ecr#ServerException\"");
    clouds.misbehave(ECR, EcrFaults.error(ErrorStyle.HEADER, 500, "ServerException", "m"), 1);
    assertThat(send(POST, keys))
        .startsWith("HTTP/1.1 500 ")
        .contains("\r\nx-amzn-ErrorType: ServerException:http://")
        .endsWith("{\"message\":\"m\"}");
  }

  private Session assumeRole(UnaryOperator<StsForm> change) throws IOException {
    StsWire sts = new StsWire(clouds);
    return sts.assumeRole(change.apply(sts.form()));
  }

  private String send(SignedPost post, Session.Keys keys) throws IOException {
    return send(post.body(), post.sign(keys));
  }

  private String send(String body, String... lines) throws IOException {
    try (WireClient client = WireClient.to(clouds, ECR)) {
      return client.post(ECR, "/", body, lines).readToTheEnd();
    }
  }

  private static String[] without(String[] lines, String name) {
    return Stream.of(lines).filter(line -> !line.startsWith(name)).toArray(String[]::new);
  }

  private static String[] changed(String[] lines, String from, String to) {
    return Stream.of(lines).map(line -> line.replace(from, to)).toArray(String[]::new);
  }

  private static void assertRefused(String answer, int status, String code) {
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("\r\nx-amzn-RequestId: ", "{\"__type\":\"" + code + "\",\"message\":\"");
  }
}
