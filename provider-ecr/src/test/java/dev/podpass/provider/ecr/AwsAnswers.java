// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.core.testing.AnsweredExchange;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;

/** What STS and ECR answer. */
final class AwsAnswers {
  static final String SESSION_TOKEN = "session-" + AnsweredExchange.PLANTED;

  static final HttpResponse SESSION =
      HttpResponse.of(
          200,
          """
          <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
            <AssumeRoleWithWebIdentityResult><Credentials>
              <AccessKeyId>ASIAEXAMPLE</AccessKeyId>
              <SecretAccessKey>%s</SecretAccessKey>
              <SessionToken>%s</SessionToken>
              <Expiration>2099-01-01T00:00:00Z</Expiration>
            </Credentials></AssumeRoleWithWebIdentityResult>
          </AssumeRoleWithWebIdentityResponse>
          """
              .formatted(AnsweredExchange.PLANTED, SESSION_TOKEN));

  static final HttpResponse LOGIN =
      HttpResponse.of(
          200,
          "{\"authorizationData\":[{\"authorizationToken\":\"QVdTOnBhc3N3b3Jk\",\"expiresAt\":4e9}]}");

  private AwsAnswers() {}

  static HttpResponse genuine(HttpRequest request) {
    return isOfEcr(request) ? LOGIN : SESSION;
  }

  static boolean isOfEcr(HttpRequest request) {
    return !new String(request.body(), UTF_8).contains("AssumeRoleWithWebIdentity");
  }
}
