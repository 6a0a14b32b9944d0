// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.secrets.RandomText;
import java.net.URI;
import java.util.UUID;

/** What STS says, in its XML. */
final class StsXml {
  private static final int PERCENT = 100;
  private static final int POLICY_LIMIT = 2048;

  private StsXml() {}

  static Answer granted(WebIdentity identity, Session session) {
    String result =
        """
          <AssumeRoleWithWebIdentityResult>
            <SubjectFromWebIdentityToken>%s</SubjectFromWebIdentityToken>
            <Audience>%s</Audience>
            <AssumedRoleUser>
              <AssumedRoleId>AROA%s:%s</AssumedRoleId>
              <Arn>%s</Arn>
            </AssumedRoleUser>
        %s%s    <Provider>%s</Provider>
          </AssumeRoleWithWebIdentityResult>
        """
            .formatted(
                escape(identity.subject()),
                escape(identity.audience()),
                RandomText.base32(17),
                session.name(),
                session.arn(),
                credentials(session),
                packedPolicySize(session),
                provider(identity, session));
    return response(result);
  }

  /** Granted, says the envelope, and there is nothing in it. */
  static Answer empty() {
    return response("  <AssumeRoleWithWebIdentityResult/>\n");
  }

  static Answer refused(int status, String code, String message) {
    String requestId = UUID.randomUUID().toString();
    String body =
        """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <Error>
            <Type>%s</Type>
            <Code>%s</Code>
            <Message>%s</Message>
          </Error>
          <RequestId>%s</RequestId>
        </ErrorResponse>
        """
            .formatted(
                status < 500 ? "Sender" : "Receiver", escape(code), escape(message), requestId);
    return answer(status, requestId, body);
  }

  private static Answer response(String result) {
    String requestId = UUID.randomUUID().toString();
    String body =
        """
        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        %s  <ResponseMetadata>
            <RequestId>%s</RequestId>
          </ResponseMetadata>
        </AssumeRoleWithWebIdentityResponse>
        """
            .formatted(result, requestId);
    return answer(200, requestId, body);
  }

  private static String credentials(Session session) {
    return """
        <Credentials>
          <AccessKeyId>%s</AccessKeyId>
          <SecretAccessKey>%s</SecretAccessKey>
          <SessionToken>%s</SessionToken>
          <Expiration>%s</Expiration>
        </Credentials>
    """
        .formatted(
            session.keys().accessKeyId(),
            session.keys().secretAccessKey(),
            session.keys().sessionToken(),
            session.expiry());
  }

  private static String packedPolicySize(Session session) {
    return session
        .policy()
        .map(policy -> policy.text().length() * PERCENT / POLICY_LIMIT)
        .map("    <PackedPolicySize>%d</PackedPolicySize>\n"::formatted)
        .orElse("");
  }

  private static String provider(WebIdentity identity, Session session) {
    URI issuer = URI.create(identity.issuer());
    return escape(
        "arn:%s:iam::%s:oidc-provider/%s%s"
            .formatted(
                session.role().name().partition(),
                session.account(),
                issuer.getHost(),
                issuer.getPath()));
  }

  private static Answer answer(int status, String requestId, String body) {
    return Answer.of(status, "text/xml", body).with("x-amzn-RequestId", requestId);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
