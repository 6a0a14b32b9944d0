// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.spi.Calls;
import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.Form;
import dev.podpass.spi.secret.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * The session of a role to request with the pod's token: STS {@code AssumeRoleWithOIDC}, which is
 * not signed. Its lifetime is the default, an hour, which every role allows.
 *
 * @see <a
 *     href="https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerolewithoidc">AssumeRoleWithOIDC</a>
 */
record RoleSession(
    AlibabaIdentity identity, String audience, URI endpoint, String name, Optional<String> policy) {

  ExchangeStep step() {
    return new ExchangeStep("AssumeRoleWithOIDC", endpoint);
  }

  SessionKeys assume(Calls calls) {
    CloudAnswer answer =
        calls
            .json(
                step(),
                AlibabaApi.requests(calls, (nonce, time) -> request(calls.token(), nonce, time)))
            .object("Credentials");
    return new SessionKeys(
        answer.secret("AccessKeyId").reveal(),
        answer.secret("AccessKeySecret"),
        answer.secret("SecurityToken"),
        answer.date("Expiration"));
  }

  private HttpRequest request(Secret token, String nonce, String time) {
    Form query =
        new Form()
            .with("Action", "AssumeRoleWithOIDC")
            .with("Format", "JSON")
            .with("SignatureNonce", nonce)
            .with("Timestamp", time)
            .with("Version", "2015-04-01");
    Form form =
        new Form()
            .with("RoleArn", identity.role().value().text())
            .with("OIDCProviderArn", identity.provider().value().text())
            .with("RoleSessionName", name)
            .with("OIDCToken", token);
    Form whole = policy.map(document -> form.with("Policy", document)).orElse(form);
    return whole
        .postedTo(query.queryOf(AlibabaApi.at(endpoint, "/")))
        .with("Accept", "application/json");
  }
}
