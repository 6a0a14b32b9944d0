// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.alibaba;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;

/** STS, for AssumeRoleWithOIDC alone. */
final class FakeSts implements FakeHost {
  private final FakeAlibaba cloud;

  FakeSts(FakeAlibaba cloud) {
    this.cloud = cloud;
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    try {
      AssumeRoleCall call = AssumeRoleCall.parse(request, cloud);
      OidcToken token = OidcToken.verify(call, cloud);
      Role role =
          cloud
              .role(call.role())
              .orElseThrow(() ->
                  new Refusal(404, "EntityNotExist.Role", "The role not exists: " + call.role()));
      if (!role.trusts(call.provider(), token.issuer(), token.subject(), token.audience())) {
        throw new Refusal(401, "AuthenticationFail.NoPermission", "There is no permission");
      }
      Session session = cloud.issue(role, call.sessionName(), call.policy(), call.life());
      return AlibabaJson.granted(document(session, token));
    } catch (Refusal refusal) {
      return AlibabaJson.refused(refusal.status(), refusal.code(), refusal.getMessage());
    }
  }

  private static ObjectNode document(Session session, OidcToken token) {
    ObjectNode document = AlibabaJson.object().put("RequestId", AlibabaJson.REQUEST_ID);
    document
        .putObject("OIDCTokenInfo")
        .put("Issuer", token.issuer())
        .put("Subject", token.subject())
        .put("ClientIds", token.audience());
    document
        .putObject("AssumedRoleUser")
        .put("Arn", session.role().arn().replace(":role/", ":assumed-role/") + "/" + session.name())
        .put("AssumedRoleId", "300000000000000000:" + session.name());
    document
        .putObject("Credentials")
        .put("AccessKeyId", session.accessKeyId())
        .put("AccessKeySecret", session.accessKeySecret())
        .put("SecurityToken", session.securityToken())
        .put("Expiration", session.expiry().toString());
    return document;
  }
}
