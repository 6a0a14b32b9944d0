// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.alibaba;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.Form;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.Optional;
import java.util.Set;

/** The API of Container Registry in one region, for GetAuthorizationToken of both editions. */
final class FakeRegistryApi implements FakeHost {
  private final FakeAlibaba cloud;
  private final String region;

  FakeRegistryApi(FakeAlibaba cloud, String region) {
    this.cloud = cloud;
    this.region = region;
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    try {
      return request.path().equals("/tokens") ? personal(request) : enterprise(request);
    } catch (Refusal refusal) {
      return AlibabaJson.refused(refusal.status(), refusal.code(), refusal.getMessage());
    }
  }

  private Answer enterprise(ReceivedRequest request) {
    require(request, "POST", "/", "2018-12-01");
    Session session = Acs3Check.signer(request, cloud);
    String instance =
        Form.parse(request.query().orElse(""), FakeRegistryApi::invalid)
            .requireOnly(Set.of("InstanceId"), FakeRegistryApi::invalid)
            .nonEmpty("InstanceId")
            .orElseThrow(() -> invalid("InstanceId is mandatory for this action."));
    requirePermission(session);
    if (!cloud.hasInstance(instance, region)) {
      throw new Refusal(404, "INSTANCE_NOT_EXIST", "instance is not exist");
    }
    RegistryLogin login = cloud.issue(Optional.of(instance), session);
    return AlibabaJson.granted(
        AlibabaJson.object()
            .put("Code", "success")
            .put("IsSuccess", true)
            .put("RequestId", AlibabaJson.REQUEST_ID)
            .put("TempUsername", login.username())
            .put("AuthorizationToken", login.password())
            .put("ExpireTime", login.expiry().toEpochMilli()));
  }

  private Answer personal(ReceivedRequest request) {
    require(request, "GET", "/tokens", "2016-06-07");
    Session session = Acs3Check.signer(request, cloud);
    requirePermission(session);
    RegistryLogin login = cloud.issue(Optional.empty(), session);
    ObjectNode document = AlibabaJson.object().put("requestId", AlibabaJson.REQUEST_ID);
    document
        .putObject("data")
        .put("tempUserName", login.username())
        .put("authorizationToken", login.password())
        .put("expireDate", login.expiry().toEpochMilli());
    return AlibabaJson.granted(document);
  }

  private static void require(ReceivedRequest request, String method, String path, String version) {
    if (!request.method().equals(method)
        || !request.path().equals(path)
        || !request.header("x-acs-action").equals(Optional.of("GetAuthorizationToken"))
        || !request.header("x-acs-version").equals(Optional.of(version))) {
      throw new Refusal(404, "InvalidAction.NotFound", "Specified api is not found.");
    }
    if (!request.body().text().isEmpty()) {
      throw invalid("a body where there is none");
    }
  }

  private static void requirePermission(Session session) {
    boolean byPolicy =
        session.policy().map(text -> text.contains("\"cr:GetAuthorizationToken\"")).orElse(true);
    if (!session.role().mayPull() || !byPolicy) {
      throw new Refusal(403, "NoPrivilege", "no privilege to do cr:GetAuthorizationToken");
    }
  }

  private static Refusal invalid(String message) {
    return new Refusal(400, "InvalidParameter", message);
  }
}
