// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.SettableClock;
import dev.podpass.testkit.WireClient;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Where;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;

class MetadataServiceTest {
  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";
  private static final String TTL = "X-aws-ec2-metadata-token-ttl-seconds: ";

  private final SettableClock clock = new SettableClock(Instant.now());

  @AutoClose private final FakeClouds clouds = FakeClouds.start(Options.defaults().clock(clock));

  MetadataServiceTest() {
    ExampleWorld.addTo(clouds);
  }

  @Test
  void theSdkGetsCredentialsThatEcrKnows() {
    try (var provider =
        InstanceProfileCredentialsProvider.builder()
            .endpoint(clouds.ec2Metadata().toString())
            .build()) {
      var credentials = (AwsSessionCredentials) provider.resolveCredentials();
      var keys =
          new Session.Keys(
              credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());

      new SdkClients(clouds).ecr("us-east-1", keys).build().getAuthorizationToken();
    }
    assertThat(clouds.aws().passwords().getFirst().session().arn())
        .isEqualTo("arn:aws:sts::123456789012:assumed-role/node/i-0123456789abcdef0");
    assertThat(clouds.received().requestsTo(FakeAws.METADATA_HOST))
        .extracting(ReceivedRequest::method)
        .startsWith("PUT");
    assertThat(clouds.received().connectsTo("169.254.169.254:80")).isEmpty();
  }

  @Test
  void answersInItsForm() throws IOException {
    String token = body(send("PUT", "/latest/api/token", TTL + "60"));
    String header = "X-aws-ec2-metadata-token: " + token;

    assertThat(body(send("GET", ROLES, header))).isEqualTo("node");
    Instant expiry = clock.instant().plus(Duration.ofHours(6));
    String answer = send("GET", ROLES + "node", header);
    Session.Keys keys = clouds.aws().sessions().getFirst().keys();
    assertThat(answer)
        .contains("\"Code\" : \"Success\"", "\"Type\" : \"AWS-HMAC\"", "\"LastUpdated\" : ")
        .contains("\"AccessKeyId\" : \"" + keys.accessKeyId() + "\"")
        .contains("\"SecretAccessKey\" : \"" + keys.secretAccessKey() + "\"")
        .contains("\"Token\" : \"" + keys.sessionToken() + "\"")
        .contains("\"Expiration\" : \"" + expiry.toString().substring(0, 19) + "Z\"");
    assertThat(clouds.plantedSecrets()).contains(token, keys.sessionToken());
  }

  @Test
  void wantsATokenThatLives() throws IOException {
    String token = body(send("PUT", "/latest/api/token", TTL + "60"));
    String header = "X-aws-ec2-metadata-token: " + token;

    assertThat(send("GET", ROLES)).startsWith("HTTP/1.1 401 ");
    assertThat(send("GET", ROLES, "X-aws-ec2-metadata-token: guess")).startsWith("HTTP/1.1 401 ");
    clock.advance(Duration.ofSeconds(59));
    assertThat(send("GET", ROLES, header)).startsWith("HTTP/1.1 200 ");
    clock.advance(Duration.ofSeconds(1));
    assertThat(send("GET", ROLES, header)).startsWith("HTTP/1.1 401 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-None: 1", TTL, TTL + "0", TTL + "21601", TTL + "-1", TTL + "x"})
  void wantsALifeForTheToken(String header) throws IOException {
    assertThat(send("PUT", "/latest/api/token", header)).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void refusesWhatWasForwardedAndOtherMethodsAndPaths() throws IOException {
    String token = body(send("PUT", "/latest/api/token", TTL + "60"));
    String header = "X-aws-ec2-metadata-token: " + token;

    assertThat(send("PUT", "/latest/api/token", TTL + "60", "X-Forwarded-For: 10.0.0.1"))
        .startsWith("HTTP/1.1 403 ");
    assertThat(send("GET", "/latest/api/token", TTL + "60")).startsWith("HTTP/1.1 405 ");
    assertThat(send("POST", ROLES, header)).startsWith("HTTP/1.1 405 ");
    assertThat(send("GET", ROLES + "other", header)).startsWith("HTTP/1.1 404 ");
    assertThat(send("GET", "/latest/user-data", header)).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void anInstanceMayHaveNoRole() throws IOException {
    try (FakeClouds bare = FakeClouds.start();
        WireClient client = WireClient.toMetadata(bare)) {
      client.send("PUT /latest/api/token HTTP/1.1\r\nHost: x\r\n" + TTL + "60\r\n\r\n");
      String head = client.readHead();
      String token = client.read(Integer.parseInt(head.replaceAll("(?s).*Length: (\\d+).*", "$1")));
      client.send(
          "GET "
              + ROLES
              + " HTTP/1.1\r\nHost: x\r\nX-aws-ec2-metadata-token: "
              + token
              + "\r\n\r\n");

      assertThat(client.readHead()).startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void misbehavesAsAnyHost() throws IOException {
    clouds.misbehave(FakeAws.METADATA_HOST, Faults.closeUnread(), 1);
    assertThat(send("GET", ROLES)).isEmpty();

    clouds.misbehave(
        Where.host(FakeAws.METADATA_HOST).path("/latest/api"),
        Faults.redirect(307, clouds.elsewhere()),
        1);
    assertThat(send("GET", ROLES)).startsWith("HTTP/1.1 401 ");
    assertThat(send("PUT", "/latest/api/token", TTL + "60"))
        .contains("\r\nLocation: https://elsewhere");

    clouds.misbehave(FakeAws.METADATA_HOST, Faults.hangInHandshake());
    try (WireClient client = WireClient.toMetadata(clouds).patience(Duration.ofMillis(200))) {
      client.send("GET / HTTP/1.1\r\n\r\n");
      assertThatThrownBy(client::readHead).isInstanceOf(SocketTimeoutException.class);
    }
  }

  private String send(String method, String path, String... headers) throws IOException {
    try (WireClient client = WireClient.toMetadata(clouds)) {
      client.send(
          "%s %s HTTP/1.1\r\nHost: 169.254.169.254\r\nConnection: close\r\n%s\r\n\r\n"
              .formatted(method, path, String.join("\r\n", headers)));
      return client.readToTheEnd();
    }
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }
}
