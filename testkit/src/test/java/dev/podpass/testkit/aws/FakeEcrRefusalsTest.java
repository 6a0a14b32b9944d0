// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the fake ECR refuses: signatures, sessions and permissions. */
class FakeEcrRefusalsTest extends EcrCalls {
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
                + " arn:aws:sts::123456789012:assumed-role/team-a-pull/team-a.app is not authorized"
                + " to perform: ecr:GetAuthorizationToken on resource: * because no identity-based"
                + " policy allows the ecr:GetAuthorizationToken action\"}");
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

  private static String[] changed(String[] lines, String from, String to) {
    return Stream.of(lines).map(line -> line.replace(from, to)).toArray(String[]::new);
  }
}
