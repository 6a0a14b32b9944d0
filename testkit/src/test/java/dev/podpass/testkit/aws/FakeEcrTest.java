// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FakeEcrTest extends EcrCalls {
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
}
