// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.WireClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FakeEcrPublicTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);
  private static final String HOST = "api.ecr-public.us-east-1.amazonaws.com";
  private static final SignedPost POST =
      SignedPost.to(
          HOST,
          new SignedPost.Scope("ecr-public", "us-east-1", CLOCK),
          "SpencerFrontendService.GetAuthorizationToken");

  @AutoClose private final FakeClouds clouds = FakeClouds.start(Options.defaults().clock(CLOCK));

  FakeEcrPublicTest() {
    ExampleWorld.addTo(clouds);
  }

  @Test
  void grantsAnObjectThatIsNoList() throws IOException {
    String answer = send(POST, assumeRole());

    RegistryPassword password = clouds.aws().passwords().getFirst();
    assertThat(password.registry()).isEmpty();
    assertThat(answer)
        .startsWith("HTTP/1.1 200 ")
        .endsWith(
            "{\"authorizationData\":{\"authorizationToken\":\""
                + RegistryPasswords.authorizationToken(password.value())
                + "\",\"expiresAt\":1.767366245678E9}}");
  }

  @ParameterizedTest
  @CsvSource({
    "ecr-public:GetAuthorizationToken, sts:GetServiceBearerToken",
    "sts:GetServiceBearerToken, ecr-public:GetAuthorizationToken"
  })
  void needsBothPermissions(String granted, String missing) throws IOException {
    Role role = ExampleWorld.role(clouds.issuer().url());
    clouds.aws().iam().put(role.permitting(Policy.NOTHING).allowing(granted));

    assertThat(send(POST, assumeRole()))
        .startsWith("HTTP/1.1 400 ")
        .contains("is not authorized to perform: " + missing + " on resource: *");
  }

  @Test
  void isAnotherServiceThanEcr() throws IOException {
    Session.Keys keys = assumeRole();

    assertThat(send(POST.scopedTo(new SignedPost.Scope("ecr", "us-east-1", CLOCK)), keys))
        .startsWith("HTTP/1.1 403 ")
        .contains("Credential should be scoped to correct service: 'ecr-public'.");
    assertThat(send(POST.body("{\"registryIds\":[]}"), keys))
        .contains("\"__type\":\"SerializationException\"");
    assertThat(
            send(
                POST.header(
                    "X-Amz-Target", "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken"),
                keys))
        .contains("\"__type\":\"UnknownOperationException\"");
  }

  @Test
  void saysWhatItIsToldToSay() throws IOException {
    clouds.misbehave(HOST, EcrFaults.without("authorizationToken"), 1);

    assertThat(send(POST, assumeRole()))
        .endsWith("{\"authorizationData\":{\"expiresAt\":1.767366245678E9}}");
  }

  private Session.Keys assumeRole() throws IOException {
    StsWire sts = new StsWire(clouds);
    return sts.assumeRole(sts.form()).keys();
  }

  private String send(SignedPost post, Session.Keys keys) throws IOException {
    try (WireClient client = WireClient.to(clouds, HOST)) {
      return client.post(HOST, "/", post.body(), post.sign(keys)).readToTheEnd();
    }
  }
}
